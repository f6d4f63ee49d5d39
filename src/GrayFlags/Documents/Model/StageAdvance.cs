namespace GrayFlags;

/// <summary>The condition for leaving a stage once its time is over.</summary>
public enum StageAdvance
{
    /// <summary>None: the stage advances by itself.</summary>
    Auto,

    /// <summary>The approval of a person.</summary>
    Approval,

    /// <summary>Evidence that the loss is no larger than allowed.</summary>
    Evidence,
}
