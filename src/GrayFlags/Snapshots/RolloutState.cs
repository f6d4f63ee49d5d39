using GrayFlags.Rules.Plans;

namespace GrayFlags.Snapshots;

/// <summary>The state of one rollout. Immutable.</summary>
/// <param name="Plan">The compiled plan.</param>
/// <param name="Record">The recorded progress.</param>
/// <param name="Removed">The excluded units.</param>
/// <param name="ClockAhead">The time by which the clock that rollouts go by is ahead of the machine's: the store's in a fleet, else zero.</param>
internal sealed record RolloutState(RolloutPlan Plan, RolloutRecord Record, ExcludedUnits Removed, TimeSpan ClockAhead)
{
    /// <summary>The gate that evaluations use.</summary>
    public RolloutGate Admission { get; } = Record.Phase switch
    {
        _ when Record.WaitReason == RolloutWaitReason.Lost => RolloutGate.Lost(Plan, Removed, isUnread: Record.Phase == RolloutPhase.Pending),
        RolloutPhase.Pending or RolloutPhase.Withheld or RolloutPhase.Cancelled =>
            RolloutGate.Nobody(Plan, Removed, isWithheld: Record.Phase == RolloutPhase.Withheld),
        RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Completed =>
            RolloutGate.At(
                Plan, Math.Clamp(Record.Stage, 0, Plan.Stages.Length - 1), Record.StageStartedAt.UtcTicks - ClockAhead.Ticks, Removed, Stood(Record)),

        // An unknown phase from a store admits nobody.
        _ => RolloutGate.Off(Plan, Removed),
    };

    /// <summary>The current stage, or the one to start with.</summary>
    public StagePlan Stage => Plan.StageAt(Record.Stage);

    /// <summary>The time for which a share that follows the clock has grown.</summary>
    /// <param name="now">Now, by the clock that rollouts go by.</param>
    public TimeSpan GrownFor(DateTimeOffset now) => Stood(Record) ?? now - Record.StageStartedAt;

    // A pause stops the clock, and a completed rollout has reached its end whatever the clock says.
    private static TimeSpan? Stood(RolloutRecord record) => record.Phase switch
    {
        RolloutPhase.Completed => TimeSpan.MaxValue,
        RolloutPhase.Paused => (record.PausedAt ?? record.StageStartedAt) - record.StageStartedAt,
        _ => null,
    };
}
