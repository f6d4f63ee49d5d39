using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Feedback;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Evaluation;

/// <summary>Takes feedback: counts it for its arm, and takes units out.</summary>
internal sealed class FeedbackService(EvaluationPipeline reader, RolloutController controller, TimeProvider clock, ILogger logger) : IGrayFeedback
{
    // Of one flag, in this process. Beyond, it is no crowd of users.
    private const int MostPerSecond = 1_000;

    private readonly FeedbackRate _rate = new(clock, MostPerSecond);

    public event EventHandler<GrayFeedbackReport>? Received;

    public Task<FeedbackResult> ReportAsync(string flag, GrayContext context, GrayFeedback feedback, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(flag);
        ArgumentNullException.ThrowIfNull(feedback);

        return Report(flag, context, feedback, cancellationToken);
    }

    public Task<FeedbackResult> OptOutAsync(string flag, GrayContext context, TimeSpan? duration = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(flag);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(duration));

        return OptOut(flag, context, duration, cancellationToken);
    }

    public Task<bool> ReinstateAsync(string flag, GrayContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(flag);

        return Reinstate(flag, context, cancellationToken);
    }

    private async Task<bool> Reinstate(string flag, GrayContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (reader.UnitOf(flag, context) is not var (rollout, unit) || !controller.Remover.IsRemoved(rollout.Plan.Flag, unit, now))
        {
            return false;
        }

        var removal = controller.Remover.Add(new RolloutRemoval(rollout.Plan.Flag, unit, now, now), now);
        await controller.KeepRemoval(removal, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<FeedbackResult> Report(string flag, GrayContext context, GrayFeedback feedback, CancellationToken cancellationToken)
    {
        var part = reader.ExposureAssignment(flag, context);
        if (part.Rollout is not { } rollout || !part.IsInArm)
        {
            return reader.UnitOf(flag, context) is var (state, removed) && controller.Remover.IsRemoved(state.Plan.Flag, removed, clock.GetUtcNow()) ? FeedbackResult.Duplicate : FeedbackResult.NotInRollout;
        }

        if (!_rate.TryTake(rollout.Plan.Flag))
        {
            return FeedbackResult.Limited;
        }

        var unit = part.Assignment.Unit;
        var watch = controller.WatchOf(rollout);
        if (watch?.IsFirstFeedback(unit) == false)
        {
            return FeedbackResult.Duplicate;
        }

        if ((feedback.Score ?? (feedback.Negative ? 0 : null)) is { } score)
        {
            watch?.Recorder.Record(part.Assignment, watch.IsEvidence(context), GuardMetric.Score, score);
        }

        var plan = rollout.Plan.Feedback;
        var removes = (feedback.Negative && plan.RemovesNegative) || (feedback.Score >= 0 && feedback.Score < plan.RemovesBelow);
        var result = removes ? await Remove(rollout.Plan.Flag, unit, plan.For, cancellationToken).ConfigureAwait(false) : FeedbackResult.Recorded;
        return Tell(flag, context, part, feedback, result);
    }

    private async Task<FeedbackResult> OptOut(string flag, GrayContext context, TimeSpan? duration, CancellationToken cancellationToken)
    {
        if (reader.UnitOf(flag, context) is not var (rollout, unit))
        {
            return FeedbackResult.NotInRollout;
        }

        if (controller.Remover.IsRemoved(rollout.Plan.Flag, unit, clock.GetUtcNow()))
        {
            return FeedbackResult.Duplicate;
        }

        if (!_rate.TryTake(rollout.Plan.Flag))
        {
            return FeedbackResult.Limited;
        }

        var part = reader.ExposureAssignment(flag, context);
        if (part.IsInArm)
        {
            var watch = controller.WatchOf(rollout);
            watch?.Recorder.Record(part.Assignment, watch.IsEvidence(context), GuardMetric.OptOut, 1);
        }

        return Tell(flag, context, part, null, await Remove(rollout.Plan.Flag, unit, duration ?? rollout.Plan.Feedback.For, cancellationToken).ConfigureAwait(false));
    }

    private async Task<FeedbackResult> Remove(string flag, ulong unit, TimeSpan time, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = time < DateTimeOffset.MaxValue - now ? now + time : DateTimeOffset.MaxValue;
        var removal = controller.Remover.Add(new RolloutRemoval(flag, unit, now, until), now);
        return await controller.KeepRemoval(removal, cancellationToken).ConfigureAwait(false) ? FeedbackResult.RecordedAndRemoved : FeedbackResult.RemovedHereOnly;
    }

    private FeedbackResult Tell(string flag, GrayContext context, ExposureAssignment part, GrayFeedback? feedback, FeedbackResult result)
    {
        try
        {
            Received?.Invoke(this, new GrayFeedbackReport(flag, context, part.Assignment.Arm, feedback, result));
        }
        catch (Exception exception)
        {
            Log.RolloutObserverFailed(logger, exception);
        }

        return result;
    }
}
