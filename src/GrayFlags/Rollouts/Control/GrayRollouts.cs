using System.Globalization;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Control;

/// <summary>Shows rollouts to operators, and does what they ask for.</summary>
internal sealed class GrayRollouts(SnapshotStore store, RolloutController controller) : IGrayRollouts
{
    private const double BucketsPerPercent = Bucket.Count / 100.0;

    public IReadOnlyList<RolloutStatus> GetAll() => [.. store.Current.Rollouts.Select(Describe)];

    public event EventHandler<RolloutChange>? Changed
    {
        add => controller.Events.Changed += value;
        remove => controller.Events.Changed -= value;
    }

    public RolloutStatus? GetStatus(string flag) => store.Current.Rollout(flag) is { } state ? Describe(state) : null;

    public Task<RolloutStatus> PauseAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        Operate(flag, by, reason, "run", record => record.Phase == RolloutPhase.Running, (state, now) => RolloutStateMachine.Pause(state.Plan, state.Record, by, reason, now), cancellationToken);

    public Task<RolloutStatus> ResumeAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        Operate(flag, by, reason, "stand still", record => record.Phase is RolloutPhase.Paused or RolloutPhase.Withheld, (state, now) => RolloutStateMachine.Resume(state.Plan, state.Record, controller.Known(state), by, reason, now), cancellationToken);

    public Task<RolloutStatus> ApproveAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        Operate(flag, by, reason, "run or stand still", record => record.Phase is RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Withheld, (state, now) => RolloutStateMachine.Approve(state.Plan, state.Record, by, reason, now), cancellationToken);

    public Task<RolloutStatus> PromoteAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        Operate(flag, by, reason, "wait, run or stand still", record => record.Phase is RolloutPhase.Pending or RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Withheld, (state, now) => RolloutStateMachine.Promote(state.Plan, state.Record, controller.Known(state), by, reason, now), cancellationToken);

    public Task<RolloutStatus> RollbackAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        Operate(flag, by, reason, "be anything but rolled back", record => record.Phase != RolloutPhase.RolledBack, (state, now) => RolloutStateMachine.RollBack(state.Plan, state.Record, by, reason, now), cancellationToken);

    public Task<RolloutStatus> RestartAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        Operate(
            flag,
            by,
            reason,
            "be rolled back or cancelled",
            record => record.Phase is RolloutPhase.RolledBack or RolloutPhase.Cancelled,
            (state, now) => RolloutStateMachine.WhyNotRestart(state.Plan, state.Record, now) is { } why
                ? throw new InvalidOperationException($"There may be no other attempt of the rollout of '{flag}' now: {why}.")
                : RolloutStateMachine.Restart(state.Plan, state.Record, by, reason, now),
            cancellationToken);

    public Task<RolloutStatus> CancelAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        Operate(flag, by, reason, "be anything but cancelled", record => record.Phase != RolloutPhase.Cancelled, (state, now) => RolloutStateMachine.Cancel(state.Plan, state.Record, by, reason, now), cancellationToken);

    public Task AcceptLossAsync(string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(reason);

        return controller.AcceptLoss(by, reason, cancellationToken);
    }

    private static RolloutCalls Describe(CallCounts? counts) => counts is { } seen ? new RolloutCalls(seen.Units, seen.Calls, seen.Failures, seen.NotEnded, seen.Ignored) : new RolloutCalls(0, 0, 0, 0, 0);

    private static RolloutGuardStatus Describe(GuardStatus guard, double share) => new(
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
        Detectable = guard.Plan.IsLimit || guard.Unit <= 0 ? null : Detectable.Of(new ComparisonBets(guard.Plan.Relative, guard.Plan.Absolute), guard.FirstOutcomes, guard.Control.Mean / guard.Unit, share, guard.Threshold),
    };

    private Task<RolloutStatus> Operate(
        string flag, string by, string reason, string wanted, Predicate<RolloutRecord> may, Func<RolloutState, DateTimeOffset, RolloutRecord> change, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        if (store.Current.Rollout(flag) is null)
        {
            throw new ArgumentException($"Flag '{flag}' has no rollout.", nameof(flag));
        }

        return Run();

        RolloutRecord Checked(RolloutState state, DateTimeOffset now) => may(state.Record)
            ? change(state, now)
            : throw new InvalidOperationException($"The rollout of '{flag}' is {state.Record.Phase}; for this it has to {wanted}.");

        async Task<RolloutStatus> Run() => Describe(await controller.Operate(flag, Checked, cancellationToken).ConfigureAwait(false));
    }

    private RolloutStatus Describe(RolloutState state)
    {
        var watch = controller.WatchOf(state);
        var seen = watch?.Status;
        var admits = state.Record.Phase is RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Completed && state.Record.WaitReason != RolloutWaitReason.Lost;
        return new RolloutStatus
        {
            Record = state.Record,
            StageName = state.Stage.Name,
            Stages = Array.ConvertAll(state.Plan.Stages, stage => stage.Name),
            Percentage = admits ? SizeOf(state) / BucketsPerPercent : 0,
            ExcludedUnits = state.Removed.Count,
            Guards = seen is null ? [] : Array.ConvertAll(seen.Guards, guard => Describe(guard, StageSamples.ShareOf(state.Plan, state.Stage))),
            Remaining = RolloutOutlook.Of(state.Plan, state.Record, seen, controller.Now),
            SplitEvidence = seen?.ExposuresLnE ?? 0,
            SilentArmEvidence = seen?.FirstOutcomesLnE ?? 0,
            Canary = Describe(seen?.Canary),
            Control = Describe(seen?.Control),
            Settle = seen?.Settle ?? state.Plan.Settle,
            PromotionEvidence = seen?.LnEvidence,
            PromotionThreshold = seen?.EvidenceThreshold ?? 0,
            CanaryOutcomes = seen?.StageCanary ?? 0,
            ControlOutcomes = seen?.StageControl ?? 0,
            InvalidOutcomes = seen?.Invalid ?? 0,
            LastOutcomeAt = seen?.LastCallAt > 0 ? new DateTimeOffset(seen.LastCallAt, TimeSpan.Zero) : null,
            GuardFailure = watch?.Failure,
        };
    }

    private int SizeOf(RolloutState state) => state.Plan switch
    {
        { Ramp: { } ramp } => ramp.SizeAt(state.GrownFor(controller.Now)),
        { Order: RolloutOrder.Sequential } => (int)((long)state.Stage.Size * state.Stage.InnerSize / Bucket.Count),
        _ => state.Stage.Size,
    };
}
