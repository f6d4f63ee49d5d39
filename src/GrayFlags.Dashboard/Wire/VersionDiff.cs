namespace GrayFlags.Dashboard.Wire;

/// <summary>Two versions of the rules side by side.</summary>
/// <param name="From">The version before.</param>
/// <param name="To">The version after.</param>
/// <param name="Changes">The flags and segments that differ, field by field.</param>
/// <param name="Before">The whole document before, as text.</param>
/// <param name="After">The whole document after, as text.</param>
internal sealed record VersionDiff(string From, string To, IReadOnlyList<ChangeView> Changes, string Before, string After);
