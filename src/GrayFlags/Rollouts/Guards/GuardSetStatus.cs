namespace GrayFlags.Rollouts.Guards;

/// <summary>Where the guards of an attempt stand after a tick.</summary>
internal sealed class GuardSetStatus
{
    /// <summary>In the order of the plan.</summary>
    public required GuardStatus[] Guards { get; init; }

    /// <summary>The evidence that the units met have not the sizes of their share, as a logarithm.</summary>
    public required double ExposuresLnE { get; init; }

    /// <summary>The same of units with an outcome: that one arm loses more of them than the other.</summary>
    public required double FirstOutcomesLnE { get; init; }

    /// <summary>ln(1000), from which on no comparison is to be trusted.</summary>
    public required double SplitThreshold { get; init; }

    /// <summary>
    /// The weakest evidence from this stage, over the guards that must be proved, that the loss is no larger than allowed: those that compare with the control
    /// and roll back or withhold; where there are none, all that compare. Null where no stage asks for evidence, or no guard can give it.
    /// </summary>
    public required double? LnEvidence { get; init; }

    /// <summary>The evidence that a stage asks for: ln(1 / risk).</summary>
    public required double EvidenceThreshold { get; init; }

    /// <summary>The calls of the canary.</summary>
    public required CallCounts Canary { get; init; }

    /// <summary>The calls of the control.</summary>
    public required CallCounts Control { get; init; }

    /// <summary>The number of canary units with a settled outcome in the stage that runs.</summary>
    public required long StageCanary { get; init; }

    /// <summary>The number of control units with one.</summary>
    public required long StageControl { get; init; }

    /// <summary>The number of comparisons with a shadow in the stage.</summary>
    public required long StageShadows { get; init; }

    /// <summary>Canary units, or comparisons, that are new to the stage: how many a second of late.</summary>
    public required double StageArrivals { get; init; }

    /// <summary>The time that this is the rate of.</summary>
    public required TimeSpan StageArrivalsOver { get; init; }

    /// <summary>The number of values that were dropped because they were out of range.</summary>
    public required long Invalid { get; init; }

    /// <summary>The number of calls that were no evidence because their unit had one in the same quarter of a minute.</summary>
    public required long Repeated { get; init; }

    /// <summary>At what age calls are judged.</summary>
    public required TimeSpan Settle { get; init; }

    /// <summary>True when too many of the control's calls have not ended by then.</summary>
    public required bool IsUnsettled { get; init; }

    /// <summary>For how long the attempt was watched.</summary>
    public required TimeSpan Watched { get; init; }

    /// <summary>The time of the last call, in ticks of UTC, to a second; 0 for never.</summary>
    public required long LastCallAt { get; init; }

    /// <summary>In what the canary's units fare worse in this stage without any bet on it; null when in nothing.</summary>
    public required StageDoubt? Doubt { get; init; }

    public bool IsSplitMismatched => ExposuresLnE >= SplitThreshold;

    public bool IsArmSilent => FirstOutcomesLnE >= SplitThreshold;

    public bool IsProved => LnEvidence >= EvidenceThreshold;
}
