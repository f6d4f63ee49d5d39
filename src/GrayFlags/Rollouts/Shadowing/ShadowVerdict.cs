namespace GrayFlags;

/// <summary>How a shadow ended.</summary>
public enum ShadowVerdict
{
    /// <summary>It was dropped: the queue was full, or the program stops. Says nothing of the upgraded call.</summary>
    Dropped,

    /// <summary>Both answered equally, or both failed.</summary>
    Match,

    /// <summary>The answers differ, or one failed and the other did not.</summary>
    Mismatch,

    /// <summary>The upgraded call had not ended in time.</summary>
    TimedOut,
}
