namespace GrayFlags;

/// <summary>The number of contexts for which the answer of a flag would change.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="On">Off now, on then.</param>
/// <param name="Off">On now, off then.</param>
/// <param name="Variant">As on as now, with another variant.</param>
/// <param name="Value">The same variant, which has another value.</param>
public sealed record FlagFlips(string Flag, int On, int Off, int Variant, int Value)
{
    /// <summary>All of them.</summary>
    public int Total => On + Off + Variant + Value;
}
