namespace GrayFlags;

/// <summary>The result of one shadow call. Immutable.</summary>
public readonly record struct ShadowResult
{
    internal ShadowResult(ShadowVerdict verdict, Exception? error = null)
    {
        Verdict = verdict;
        Error = error;
    }

    /// <summary>The verdict.</summary>
    public ShadowVerdict Verdict { get; }

    /// <summary>The exception of the upgraded call when the original one answered, or of the comparison; null otherwise.</summary>
    public Exception? Error { get; }
}
