using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Feedback;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Evaluation;

/// <summary>Receives feedback: counts it for its arm, and excludes units.</summary>
internal sealed class FeedbackService(EvaluationPipeline pipeline, RolloutServices rollouts, TimeProvider clock, ILogger logger) : IGrayFeedback
{
    // For one flag, in this process. More would not come from real users.
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
        if (pipeline.UnitOf(flag, context) is not var (rollout, unit))
        {
            return false;
        }

        if (!rollouts.Exclusions.IsExcluded(rollout.Plan.Flag, unit, clock.GetUtcNow()))
        {
            // Another process may have taken the user out a moment ago.
            await rollouts.ExclusionStore.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        var now = clock.GetUtcNow();
        if (!rollouts.Exclusions.IsExcluded(rollout.Plan.Flag, unit, now))
        {
            return false;
        }

        await rollouts.ExclusionStore
            .SaveAsync(rollouts.Exclusions.Add(new RolloutRemoval(rollout.Plan.Flag, unit, now, now), now), cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    private async Task<FeedbackResult> Report(string flag, GrayContext context, GrayFeedback feedback, CancellationToken cancellationToken)
    {
        if (!pipeline.TryAssign(flag, context, out var rollout, out var assignment))
        {
            return pipeline.UnitOf(flag, context) is var (state, removed) && rollouts.Exclusions.IsExcluded(state.Plan.Flag, removed, clock.GetUtcNow())
                ? FeedbackResult.Duplicate
                : FeedbackResult.NotInRollout;
        }

        if (!_rate.TryTake(rollout.Plan.Flag))
        {
            return FeedbackResult.Limited;
        }

        var unit = assignment.Unit;
        var watch = rollouts.Sessions.MonitorOf(rollout);
        if (watch?.IsFirstFeedback(unit) == false)
        {
            return FeedbackResult.Duplicate;
        }

        if ((feedback.Score ?? (feedback.Negative ? 0 : null)) is { } score)
        {
            watch?.Recorder.Record(assignment, watch.IsEvidence(context), GuardMetric.Score, score);
        }

        var plan = rollout.Plan.Feedback;
        var removes = (feedback.Negative && plan.RemovesNegative) || (feedback.Score >= 0 && feedback.Score < plan.RemovesBelow);
        var result = removes ? await Remove(rollout.Plan.Flag, unit, plan.For, cancellationToken).ConfigureAwait(false) : FeedbackResult.Recorded;
        return Tell(flag, context, assignment.Arm, feedback, result);
    }

    private async Task<FeedbackResult> OptOut(string flag, GrayContext context, TimeSpan? duration, CancellationToken cancellationToken)
    {
        if (pipeline.UnitOf(flag, context) is not var (rollout, unit))
        {
            return FeedbackResult.NotInRollout;
        }

        if (rollouts.Exclusions.IsExcluded(rollout.Plan.Flag, unit, clock.GetUtcNow()))
        {
            return FeedbackResult.Duplicate;
        }

        if (!_rate.TryTake(rollout.Plan.Flag))
        {
            return FeedbackResult.Limited;
        }

        if (pipeline.TryAssign(flag, context, out _, out var assignment))
        {
            var watch = rollouts.Sessions.MonitorOf(rollout);
            watch?.Recorder.Record(assignment, watch.IsEvidence(context), GuardMetric.OptOut, 1);
        }

        var result = await Remove(rollout.Plan.Flag, unit, duration ?? rollout.Plan.Feedback.For, cancellationToken).ConfigureAwait(false);
        return Tell(flag, context, assignment.Arm, null, result);
    }

    private async Task<FeedbackResult> Remove(string flag, ulong unit, TimeSpan time, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = time < DateTimeOffset.MaxValue - now ? now + time : DateTimeOffset.MaxValue;
        var removal = rollouts.Exclusions.Add(new RolloutRemoval(flag, unit, now, until), now);
        return await rollouts.ExclusionStore.SaveAsync(removal, cancellationToken).ConfigureAwait(false)
            ? FeedbackResult.RecordedAndRemoved
            : FeedbackResult.RemovedHereOnly;
    }

    private FeedbackResult Tell(string flag, GrayContext context, GrayArm arm, GrayFeedback? feedback, FeedbackResult result)
    {
        try
        {
            Received?.Invoke(this, new GrayFeedbackReport(flag, context, arm, feedback, result));
        }
        catch (Exception exception)
        {
            Log.RolloutObserverFailed(logger, exception);
        }

        return result;
    }
}
