using System.Globalization;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Control;

/// <summary>Describes a rollout for operators.</summary>
internal static class RolloutDescription
{
    private const double BucketsPerPercent = Bucket.Count / 100.0;

    public static RolloutStatus Of(RolloutState state, RolloutMonitor? monitor, DateTimeOffset now)
    {
        var (plan, record) = (state.Plan, state.Record);
        var seen = monitor?.Status;
        var admits = record.Phase is RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Completed && record.WaitReason != RolloutWaitReason.Lost;
        var share = StageSamples.ShareOf(plan, state.Stage);
        return new RolloutStatus
        {
            Record = record,
            StageName = state.Stage.Name,
            Stages = Array.ConvertAll(plan.Stages, stage => stage.Name),
            Percentage = admits ? SizeOf(state, now) / BucketsPerPercent : 0,
            ExcludedUnits = state.Removed.Count,
            Guards = seen is null ? [] : Array.ConvertAll(seen.Guards, guard => Of(guard, share)),
            Remaining = RolloutOutlook.Of(plan, record, seen, now),
            SplitEvidence = seen?.ExposuresLnE ?? 0,
            SilentArmEvidence = seen?.FirstOutcomesLnE ?? 0,
            Canary = Of(seen?.Canary),
            Control = Of(seen?.Control),
            Settle = seen?.Settle ?? plan.Settle,
            PromotionEvidence = seen?.LnEvidence,
            PromotionThreshold = seen?.EvidenceThreshold ?? 0,
            CanaryOutcomes = seen?.StageCanary ?? 0,
            ControlOutcomes = seen?.StageControl ?? 0,
            InvalidOutcomes = seen?.Invalid ?? 0,
            LastOutcomeAt = seen?.LastCallAt > 0 ? new DateTimeOffset(seen.LastCallAt, TimeSpan.Zero) : null,
            GuardFailure = monitor?.Failure,
            Fleet = monitor?.FleetStatus,
        };
    }

    private static RolloutCalls Of(CallCounts? counts) => counts is { } seen
        ? new RolloutCalls(seen.Units, seen.Calls, seen.Failures, seen.NotEnded, seen.Ignored)
        : new RolloutCalls(0, 0, 0, 0, 0);

    private static RolloutGuardStatus Of(GuardStatus guard, double share) => new(
        guard.Plan.Name,
        guard.Plan.Metric,
        guard.Plan.OnBreach,
        guard.Plan.IsLimit,
        new RolloutArmStatus(guard.Canary.Count, guard.Canary.Mean),
        new RolloutArmStatus(guard.Control.Count, guard.Control.Mean),
        guard.LnE,
        guard.Threshold,
        guard.PValue,
        guard.IsBreached)
    {
        Source = guard.Leading switch
        {
            EpochWealth.Whole => "the whole attempt",
            0 => "the last 15 s",
            _ => string.Create(CultureInfo.InvariantCulture, $"the last {1 << (2 * (guard.Leading - 1))} min"),
        },
        DifferenceFrom = guard.Difference?.Low,
        DifferenceTo = guard.Difference?.High,
        Detectable = DetectableBy(guard, share),
    };

    private static double? DetectableBy(GuardStatus guard, double share) => guard.Plan.IsLimit || guard.Unit <= 0
        ? null
        : Detectable.Of(
            new ComparisonBets(guard.Plan.Relative, guard.Plan.Absolute), guard.FirstOutcomes, guard.Control.Mean / guard.Unit, share, guard.Threshold);

    private static int SizeOf(RolloutState state, DateTimeOffset now) => state.Plan switch
    {
        { Ramp: { } ramp } => ramp.SizeAt(state.GrownFor(now)),
        { Order: RolloutOrder.Sequential } => (int)((long)state.Stage.Size * state.Stage.InnerSize / Bucket.Count),
        _ => state.Stage.Size,
    };
}
