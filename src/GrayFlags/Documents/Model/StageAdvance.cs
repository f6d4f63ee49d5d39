namespace GrayFlags;

/// <summary>What a stage of a rollout waits for when its time is over.</summary>
public enum StageAdvance
{
    /// <summary>For nothing.</summary>
    Auto,

    /// <summary>For a person.</summary>
    Approval,

    /// <summary>For evidence that the loss is no larger than allowed.</summary>
    Evidence,
}
