using GrayFlags.Rules.Plans;

namespace GrayFlags.Snapshots;

/// <summary>Where one rollout stands. Immutable.</summary>
/// <param name="Plan">What was written.</param>
/// <param name="Record">What has come of it.</param>
/// <param name="Removed">Who has been taken out.</param>
internal sealed record RolloutState(RolloutPlan Plan, RolloutRecord Record, ExcludedUnits Removed)
{
    /// <summary>What evaluations see.</summary>
    public RolloutGate Admission { get; } = Record.Phase switch
    {
        _ when Record.WaitReason == RolloutWaitReason.Lost => RolloutGate.Lost(Plan, Removed, isUnread: Record.Phase == RolloutPhase.Pending),
        RolloutPhase.Pending or RolloutPhase.Withheld or RolloutPhase.Cancelled => RolloutGate.Nobody(Plan, Removed, isWithheld: Record.Phase == RolloutPhase.Withheld),
        RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Completed => RolloutGate.At(Plan, Math.Clamp(Record.Stage, 0, Plan.Stages.Length - 1), Record.StageStartedAt.UtcTicks, Removed, Stood(Record)),

        // What a store has made up lets nobody in, either.
        _ => RolloutGate.Off(Plan, Removed),
    };

    /// <summary>The stage that it is in, or would be in.</summary>
    public StagePlan Stage => Plan.StageAt(Record.Stage);

    /// <summary>How long a share that follows the clock has grown.</summary>
    public TimeSpan GrownFor(DateTimeOffset now) => Stood(Record) ?? now - Record.StageStartedAt;

    // A pause stops the clock, and what is completed has come to its end whatever the clock says.
    private static TimeSpan? Stood(RolloutRecord record) => record.Phase switch
    {
        RolloutPhase.Completed => TimeSpan.MaxValue,
        RolloutPhase.Paused => (record.PausedAt ?? record.StageStartedAt) - record.StageStartedAt,
        _ => null,
    };
}
