namespace GrayFlags.Rules.Plans;

/// <summary>What a stage waits for when its time is over.</summary>
internal enum StageAdvance
{
    /// <summary>For nothing.</summary>
    Auto,

    /// <summary>For a person.</summary>
    Approval,

    /// <summary>For evidence that the harm is no larger than allowed.</summary>
    Evidence,
}
