namespace GrayFlags.Dashboard.Wire;

/// <summary>Two versions of the rules side by side.</summary>
/// <param name="From">The version before.</param>
/// <param name="To">The version after.</param>
/// <param name="Changes">The flags and segments that differ, field by field.</param>
/// <param name="Before">The whole document before, as text; of a large one the beginning.</param>
/// <param name="After">The whole document after, as text; of a large one the beginning.</param>
internal sealed record VersionDiff(string From, string To, IReadOnlyList<ChangeView> Changes, string Before, string After)
{
    /// <summary>The number of changes that are left out, since there are too many or they are too large.</summary>
    public int? MoreChanges { get; init; }

    /// <summary>True when only the beginning of a text is there, which is no JSON then.</summary>
    public bool? IsCut { get; init; }
}
