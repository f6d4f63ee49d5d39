namespace GrayFlags.Rollouts.Guards;

/// <summary>Where the guards of an attempt stand after a tick.</summary>
internal sealed class GuardSetStatus
{
    /// <summary>In the order of the plan.</summary>
    public required GuardStatus[] Guards { get; init; }

    /// <summary>The evidence that the arms have not the sizes of their share, as a logarithm.</summary>
    public required double SplitLnE { get; init; }

    /// <summary>ln(1000), from which on no comparison is to be trusted.</summary>
    public required double SplitThreshold { get; init; }

    /// <summary>
    /// The weakest evidence from this stage, over the guards that must be proved, that the harm is no larger than allowed: those that compare with the control and roll back; where
    /// there are none, all that compare. Null where no stage asks for evidence, or no guard can give it.
    /// </summary>
    public required double? LnEvidence { get; init; }

    /// <summary>The evidence that a stage asks for: ln(1 / risk).</summary>
    public required double EvidenceThreshold { get; init; }

    /// <summary>How many outcomes of the canary were counted in the stage that runs.</summary>
    public required long StageCanary { get; init; }

    /// <summary>How many outcomes of the control were counted in the stage that runs.</summary>
    public required long StageControl { get; init; }

    /// <summary>How many outcomes were dropped because they were out of range.</summary>
    public required long Invalid { get; init; }

    /// <summary>How many outcomes were not counted because their unit had one of the kind in the stage.</summary>
    public required long Repeated { get; init; }

    /// <summary>When outcomes came last, in ticks of UTC, to a tick of the controller; 0 for never.</summary>
    public required long LastOutcomeTicks { get; init; }

    public bool IsSplitMismatched => SplitLnE >= SplitThreshold;

    public bool IsProved => LnEvidence >= EvidenceThreshold;
}
