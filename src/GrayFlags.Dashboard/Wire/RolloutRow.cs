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

    /// <summary>The conditions that the stage waits for, in numbers.</summary>
    public required RemainingView Remaining { get; init; }

    /// <summary>The person or program behind the latest step, as in the audit; null before the first one.</summary>
    public required string? By { get; init; }

    /// <summary>The reason for the latest step.</summary>
    public required string Reason { get; init; }

    /// <summary>The condition that it waits for, or the reason for the latest step, in English.</summary>
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
                || status.GuardFailure is not null
                || status.StoreDamage is not null,
            Remaining = RemainingView.Of(status.Remaining),
            By = record.Changes.Count > 0 ? record.Changes[^1].By : null,
            Reason = record.Reason,
            Text = status.Remaining.Text is { Length: > 0 } text ? text : record.Reason,
        };
    }
}
