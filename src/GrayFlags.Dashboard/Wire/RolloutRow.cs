namespace GrayFlags.Dashboard.Wire;

/// <summary>A rollout in a list.</summary>
internal sealed record RolloutRow
{
    public required string Flag { get; init; }

    public required RolloutPhase Phase { get; init; }

    public required string Stage { get; init; }

    public required double Percentage { get; init; }

    public required RolloutWaitReason WaitReason { get; init; }

    /// <summary>True when the rollout goes nowhere without an operator.</summary>
    public required bool NeedsPerson { get; init; }

    public required string Text { get; init; }

    public static RolloutRow Of(RolloutStatus status)
    {
        var record = status.Record;
        return new RolloutRow
        {
            Flag = record.Flag,
            Phase = record.Phase,
            Stage = status.StageName,
            Percentage = status.Percentage,
            WaitReason = record.WaitReason,
            NeedsPerson = record.Phase is RolloutPhase.Paused or RolloutPhase.Withheld or RolloutPhase.RolledBack
                || record is { Phase: RolloutPhase.Running, WaitReason: RolloutWaitReason.Approval }
                || record.WaitReason == RolloutWaitReason.Lost
                || status.GuardFailure is not null,
            Text = status.Remaining.Text is { Length: > 0 } text ? text : record.Reason,
        };
    }
}
