using GrayFlags.Rollouts;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags;

/// <summary>Takes feedback: counts it for its arm, and takes units out.</summary>
internal sealed class FeedbackIntake(FlagReader reader, RolloutController controller, TimeProvider clock, ILogger logger) : IGrayFeedback
{
    // Of one flag, in this process. Beyond, it is no crowd of users.
    private const int MostPerSecond = 1_000;

    private readonly FeedbackRate _rate = new(clock, MostPerSecond);

    public event EventHandler<GrayFeedbackReport>? Received;

    public Task<FeedbackResult> ReportAsync(string flag, GrayContext context, GrayFeedback feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);

        return Task.FromResult(Report(flag, context, feedback));
    }

    public Task<FeedbackResult> OptOutAsync(string flag, GrayContext context, TimeSpan? duration = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(duration));

        return Task.FromResult(OptOut(flag, context, duration));
    }

    public Task<bool> ReinstateAsync(string flag, GrayContext context)
    {
        var now = clock.GetUtcNow();
        if (reader.UnitOf(flag, context) is not var (rollout, unit) || !controller.Remover.IsRemoved(rollout.Plan.Flag, unit, now))
        {
            return Task.FromResult(false);
        }

        controller.Remover.Add(new RolloutRemoval(rollout.Plan.Flag, unit, now, now), now);
        return Task.FromResult(true);
    }

    private FeedbackResult Report(string flag, GrayContext context, GrayFeedback feedback)
    {
        var part = reader.Participation(flag, context);
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
        if (removes)
        {
            Remove(rollout.Plan.Flag, unit, plan.For);
        }

        return Tell(flag, context, part, feedback, removes ? FeedbackResult.RecordedAndRemoved : FeedbackResult.Recorded);
    }

    private FeedbackResult OptOut(string flag, GrayContext context, TimeSpan? duration)
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

        var part = reader.Participation(flag, context);
        if (part.IsInArm)
        {
            var watch = controller.WatchOf(rollout);
            watch?.Recorder.Record(part.Assignment, watch.IsEvidence(context), GuardMetric.OptOut, 1);
        }

        Remove(rollout.Plan.Flag, unit, duration ?? rollout.Plan.Feedback.For);
        return Tell(flag, context, part, null, FeedbackResult.RecordedAndRemoved);
    }

    private void Remove(string flag, ulong unit, TimeSpan time)
    {
        var now = clock.GetUtcNow();
        var until = time < DateTimeOffset.MaxValue - now ? now + time : DateTimeOffset.MaxValue;
        controller.Remover.Add(new RolloutRemoval(flag, unit, now, until), now);
    }

    private FeedbackResult Tell(string flag, GrayContext context, Participation part, GrayFeedback? feedback, FeedbackResult result)
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
