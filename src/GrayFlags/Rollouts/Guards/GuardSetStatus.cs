namespace GrayFlags.Rollouts.Guards;

/// <summary>The status of an attempt's guards after a tick.</summary>
internal sealed class GuardSetStatus
{
    /// <summary>The guards, in the order of the plan.</summary>
    public required GuardStatus[] Guards { get; init; }

    /// <summary>The evidence of a sample ratio mismatch among exposed units, as a logarithm.</summary>
    public required double ExposuresLnE { get; init; }

    /// <summary>The evidence of one among units with an outcome: one arm loses more outcomes than the other.</summary>
    public required double FirstOutcomesLnE { get; init; }

    /// <summary>The threshold of both, ln(1000), from which no comparison can be trusted.</summary>
    public required double SplitThreshold { get; init; }

    /// <summary>
    /// The weakest evidence of this stage that a loss is no larger than allowed, over the guards that compare with the control and roll back or withhold, or
    /// else over all that compare. Null when no stage requires evidence, or no guard can provide it.
    /// </summary>
    public required double? LnEvidence { get; init; }

    /// <summary>The evidence that a stage requires: ln(1 / risk).</summary>
    public required double EvidenceThreshold { get; init; }

    /// <summary>The calls of the canary.</summary>
    public required CallCounts Canary { get; init; }

    /// <summary>The calls of the control.</summary>
    public required CallCounts Control { get; init; }

    /// <summary>The number of canary units with a settled outcome in the current stage.</summary>
    public required long StageCanary { get; init; }

    /// <summary>The number of control units with a settled outcome in the current stage.</summary>
    public required long StageControl { get; init; }

    /// <summary>The number of shadow comparisons in the current stage.</summary>
    public required long StageShadows { get; init; }

    /// <summary>Canary units, or comparisons, that are new to the stage: how many a second of late.</summary>
    public required double StageArrivals { get; init; }

    /// <summary>The time that this is the rate of.</summary>
    public required TimeSpan StageArrivalsOver { get; init; }

    /// <summary>The number of values that were dropped because they were out of range.</summary>
    public required long Invalid { get; init; }

    /// <summary>The age at which calls are judged.</summary>
    public required TimeSpan Settle { get; init; }

    /// <summary>True when too many of the control's calls have not ended at that age.</summary>
    public required bool IsUnsettled { get; init; }

    /// <summary>The time of the last call, in ticks of UTC, to a second; 0 for never.</summary>
    public required long LastCallAt { get; init; }

    /// <summary>In what the canary's units fare worse in this stage without any bet on it; null when in nothing.</summary>
    public required StageDoubt? Doubt { get; init; }

    public bool IsSplitMismatched => ExposuresLnE >= SplitThreshold;

    public bool IsArmSilent => FirstOutcomesLnE >= SplitThreshold;

    public bool IsProved => LnEvidence >= EvidenceThreshold;
}
