namespace GrayFlags;

/// <summary>The exclusions and readmissions since a cursor.</summary>
/// <param name="Removals">The entries, in the order in which they were added.</param>
/// <param name="Cursor">The cursor of the next read.</param>
public sealed record RolloutRemovals(IReadOnlyList<RolloutRemoval> Removals, long Cursor);
