namespace GrayFlags.Providers.Configuration;

/// <summary>One reading of a configuration.</summary>
/// <param name="Load">What came of it.</param>
/// <param name="Filled">The layers that held a part of the document, where that is to be remembered.</param>
/// <param name="IsOfOneMoment">Whether nothing can have changed while it was read.</param>
/// <param name="Failure">What a layer threw.</param>
internal sealed record ConfigReading(LoadResult Load, List<object>? Filled, bool IsOfOneMoment, Exception? Failure)
{
    /// <summary>True when another reading found the same.</summary>
    public bool IsSameAs(ConfigReading other) =>
        Load.Outcome == other.Load.Outcome
            && Load.Fingerprint == other.Load.Fingerprint
            && Load.Reason == other.Load.Reason
            && Off.SequenceEqual(other.Off, StringComparer.Ordinal);

    private IReadOnlyList<string> Off => Load.Off ?? [];
}
