namespace GrayFlags;

/// <summary>The exclusions and readmissions since a cursor.</summary>
/// <param name="Removals">The entries, in the order in which they were added.</param>
/// <param name="Cursor">The cursor of the next read.</param>
public sealed record RolloutRemovals(IReadOnlyList<RolloutRemoval> Removals, long Cursor)
{
    /// <summary>
    /// The names of what this read has come across and skipped, since it cannot be read: the flag of each damaged entry, once, in whatever case the store has
    /// it, or the store's own name for something else, such as a key. Nothing of its content: it is logged. The cursor is behind those entries, so the next
    /// read does not name them again; something else is named for as long as it is damaged. Default: none.
    /// </summary>
    public IReadOnlyList<string> Damaged { get; init; } = [];
}
