namespace GrayFlags.Dashboard.Wire;

/// <summary>The contexts that a draft was tried with.</summary>
/// <param name="Kind">recent: the latest contexts of this instance, in memory. madeUp: users with an id and a region, and no attributes.</param>
/// <param name="Count">How many.</param>
internal sealed record SubjectsView(string Kind, int Count)
{
    /// <summary>True when trying took too long, so that only so many were asked.</summary>
    public bool? IsCutShort { get; init; }
}
