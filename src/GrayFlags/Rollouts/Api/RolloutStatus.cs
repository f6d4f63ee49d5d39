using System.Globalization;

namespace GrayFlags;

/// <summary>The status of a rollout and of its guards.</summary>
public sealed record RolloutStatus
{
    /// <summary>The record: phase, stage, attempt, the gate that the stage waits for, and the latest steps.</summary>
    public required RolloutRecord Record { get; init; }

    /// <summary>
    /// The state that an operator decides about, to be given back as <see cref="OperatorRequest.ExpectedRevision"/>: the same on every instance, and another
    /// one after each step to another phase or stage and each decision of an operator. Opaque.
    /// </summary>
    public string Revision => RevisionOf(Record);

    /// <summary>The name of the current stage, or of the first one before the rollout begins.</summary>
    public required string StageName { get; init; }

    /// <summary>The names of all stages.</summary>
    public required IReadOnlyList<string> Stages { get; init; }

    /// <summary>The share that is admitted now, in percent; 0 when nobody is. For a stage with regions, the share within them.</summary>
    public required double Percentage { get; init; }

    /// <summary>The gates that the stage still waits for, and the estimated time.</summary>
    public RolloutRemaining Remaining { get; init; } = new();

    /// <summary>The number of units that are excluded from the flag, as far as this process and its store know.</summary>
    public int ExcludedUnits { get; init; }

    /// <summary>The guards as of the last tick, at most a second ago; empty when nothing is monitored.</summary>
    public IReadOnlyList<RolloutGuardStatus> Guards { get; init; } = [];

    /// <summary>The evidence of a sample ratio mismatch, as a natural logarithm; a mismatch from ln(1000) = 6.9 on.</summary>
    public double SplitEvidence { get; init; }

    /// <summary>The evidence that one arm loses more of its outcomes than the other, as a natural logarithm; a silent arm from ln(1000) = 6.9 on.</summary>
    public double SilentArmEvidence { get; init; }

    /// <summary>The canary's calls in this attempt.</summary>
    public RolloutCalls Canary { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>The control's calls in this attempt.</summary>
    public RolloutCalls Control { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>The current age at which calls are judged: the configured one, or longer when the control is slower.</summary>
    public TimeSpan Settle { get; init; }

    /// <summary>
    /// The evidence of this stage that the loss is no larger than allowed, as a natural logarithm; null when the stage does not advance by evidence.
    /// </summary>
    public double? PromotionEvidence { get; init; }

    /// <summary>The evidence that such a stage requires.</summary>
    public double PromotionThreshold { get; init; }

    /// <summary>The number of canary units with a settled outcome in this stage.</summary>
    public long CanaryOutcomes { get; init; }

    /// <summary>The number of control units with a settled outcome in this stage.</summary>
    public long ControlOutcomes { get; init; }

    /// <summary>The number of outcomes that were dropped because their values were out of range.</summary>
    public long InvalidOutcomes { get; init; }

    /// <summary>The time of the last call, to a second; null for never.</summary>
    public DateTimeOffset? LastOutcomeAt { get; init; }

    /// <summary>This instance's place in its fleet; null for a process by itself, and while nothing is monitored.</summary>
    public RolloutFleetStatus? Fleet { get; init; }

    /// <summary>
    /// The damage to what the store has of this rollout, in words; null when there is none. What this instance knows serves on. While its record or its
    /// evidence is damaged it is not promoted, until <see cref="IGrayRollouts.AcceptLossAsync"/>.
    /// </summary>
    public string? StoreDamage { get; init; }

    /// <summary>The failure of the guards themselves, which then monitor nothing; null while they work.</summary>
    public string? GuardFailure { get; init; }

    // The store's own number would not do: it is 0 where there is no store, and grows with what no operator looks at, such as a clock that was set.
    internal static string RevisionOf(RolloutRecord record) => string.Create(
        CultureInfo.InvariantCulture, $"{record.Id}:{record.Attempt}.{record.Epoch}.{(int)record.Phase}.{record.Stage}{(record.IsApproved ? "a" : "")}");
}
