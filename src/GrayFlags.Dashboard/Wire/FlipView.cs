namespace GrayFlags.Dashboard.Wire;

/// <summary>The contexts for which the answer of a flag would change.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Share">Their share, from 0 to 1.</param>
/// <param name="On">Off now, on then.</param>
/// <param name="Off">On now, off then.</param>
/// <param name="Variant">As on as now, with another variant.</param>
/// <param name="Value">The same variant, which has another value.</param>
internal sealed record FlipView(string Flag, double Share, int On, int Off, int Variant, int Value);
