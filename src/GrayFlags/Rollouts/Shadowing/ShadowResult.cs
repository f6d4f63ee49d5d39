namespace GrayFlags;

/// <summary>What came of one shadow. Immutable.</summary>
public readonly record struct ShadowResult
{
    internal ShadowResult(ShadowVerdict verdict, Exception? error = null)
    {
        Verdict = verdict;
        Error = error;
    }

    /// <summary>How it ended.</summary>
    public ShadowVerdict Verdict { get; }

    /// <summary>What the upgraded call threw where the original one answered, or what the comparison threw; null otherwise.</summary>
    public Exception? Error { get; }
}
