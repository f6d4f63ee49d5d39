using GrayFlags.Rules.Plans;

namespace GrayFlags.Snapshots;

/// <summary>Where one rollout stands. Immutable.</summary>
/// <param name="Plan">What was written.</param>
/// <param name="Record">What has come of it.</param>
/// <param name="Removed">Who has been taken out.</param>
internal sealed record RolloutState(RolloutPlan Plan, RolloutRecord Record, RemovedUnits Removed)
{
    /// <summary>What evaluations see.</summary>
    public RolloutAdmission Admission { get; } = Record.Phase switch
    {
        RolloutPhase.Pending or RolloutPhase.Cancelled => RolloutAdmission.Nobody(Plan, Removed),
        RolloutPhase.RolledBack => RolloutAdmission.Off(Plan, Removed),
        _ => RolloutAdmission.At(Plan, Math.Min(Record.Stage, Plan.Stages.Length - 1), Record.StartedAt.UtcTicks, Removed),
    };

    /// <summary>The stage that it is in, or would be in.</summary>
    public StagePlan Stage => Plan.Stages[Math.Min(Record.Stage, Plan.Stages.Length - 1)];
}
