namespace GrayFlags;

/// <summary>Units that were taken out or let in again since a cursor.</summary>
/// <param name="Removals">The units, in the order in which they were added.</param>
/// <param name="Cursor">Where the next read goes on.</param>
public sealed record RolloutRemovals(IReadOnlyList<RolloutRemoval> Removals, long Cursor);
