namespace GrayFlags;

/// <summary>The answer of a caller whose upgraded call failed.</summary>
public enum UpgradeFallback
{
    /// <summary>The caller gets the exception.</summary>
    None,

    /// <summary>The original call is made, and the caller gets its answer. The failure still counts against the upgraded one.</summary>
    ToOriginal,
}
