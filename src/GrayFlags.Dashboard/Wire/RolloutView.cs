namespace GrayFlags.Dashboard.Wire;

/// <summary>A rollout as operators see it.</summary>
internal sealed record RolloutView
{
    public required string Flag { get; init; }

    public required string Id { get; init; }

    public required int Attempt { get; init; }

    public required RolloutPhase Phase { get; init; }

    public required int Stage { get; init; }

    public required string StageName { get; init; }

    public required IReadOnlyList<string> Stages { get; init; }

    public required double Percentage { get; init; }

    public required RolloutWaitReason WaitReason { get; init; }

    public required bool IsApproved { get; init; }

    public required string Reason { get; init; }

    /// <summary>The state that an operator has seen, to be sent back as <c>expectedRevision</c>; the same on every node.</summary>
    public required string Revision { get; init; }

    public required DateTimeOffset StageStartedAt { get; init; }

    public required DateTimeOffset? PausedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required RemainingView Remaining { get; init; }

    public required IReadOnlyList<GuardView> Guards { get; init; }

    public required string? GuardFailure { get; init; }

    public required string? StoreDamage { get; init; }

    public required double? PromotionEvidence { get; init; }

    public required double? PromotionThreshold { get; init; }

    public required double? SplitEvidence { get; init; }

    public required double? SilentArmEvidence { get; init; }

    public required RolloutCalls Canary { get; init; }

    public required RolloutCalls Control { get; init; }

    public required double SettleSeconds { get; init; }

    public required long CanaryOutcomes { get; init; }

    public required long ControlOutcomes { get; init; }

    public required long InvalidOutcomes { get; init; }

    public required DateTimeOffset? LastOutcomeAt { get; init; }

    public required int ExcludedUnits { get; init; }

    public required RolloutFleetStatus? Fleet { get; init; }

    /// <summary>The operations that the phase and the stage allow; what the caller may is another matter.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    public required IReadOnlyList<RolloutChange> Changes { get; init; }

    public static RolloutView Of(RolloutStatus status)
    {
        var record = status.Record;
        return new RolloutView
        {
            Flag = record.Flag,
            Id = record.Id,
            Attempt = record.Attempt,
            Phase = record.Phase,
            Stage = record.Stage,
            StageName = status.StageName,
            Stages = status.Stages,
            Percentage = status.Percentage,
            WaitReason = record.WaitReason,
            IsApproved = record.IsApproved,
            Reason = record.Reason,
            Revision = status.Revision,
            StageStartedAt = record.StageStartedAt,
            PausedAt = record.PausedAt,
            EndedAt = record.EndedAt,
            Remaining = RemainingView.Of(status.Remaining),
            Guards = [.. status.Guards.Select(GuardView.Of)],
            GuardFailure = status.GuardFailure,
            StoreDamage = status.StoreDamage,
            PromotionEvidence = Numbers.Finite(status.PromotionEvidence),
            PromotionThreshold = Numbers.Finite(status.PromotionThreshold),
            SplitEvidence = Numbers.Finite(status.SplitEvidence),
            SilentArmEvidence = Numbers.Finite(status.SilentArmEvidence),
            Canary = status.Canary,
            Control = status.Control,
            SettleSeconds = status.Settle.TotalSeconds,
            CanaryOutcomes = status.CanaryOutcomes,
            ControlOutcomes = status.ControlOutcomes,
            InvalidOutcomes = status.InvalidOutcomes,
            LastOutcomeAt = status.LastOutcomeAt,
            ExcludedUnits = status.ExcludedUnits,
            Fleet = status.Fleet,
            Operations = RolloutOperations.Of(status),
            Changes = record.Changes,
        };
    }
}
