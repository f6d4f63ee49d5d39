namespace GrayFlags;

/// <summary>The result of a shadow call.</summary>
public enum ShadowVerdict
{
    /// <summary>Dropped: the queue was full, or the process is stopping. No verdict on the upgraded call.</summary>
    Dropped,

    /// <summary>Both returned equal answers, or both failed.</summary>
    Match,

    /// <summary>The answers differ, or only one call failed.</summary>
    Mismatch,

    /// <summary>The upgraded call did not end in time.</summary>
    TimedOut,
}
