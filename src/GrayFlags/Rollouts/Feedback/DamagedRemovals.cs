namespace GrayFlags.Rollouts.Feedback;

/// <summary>Names what a store cannot read of its exclusions, until it has read all of them without finding it.</summary>
/// <remarks>Noting needs <see cref="Control.RolloutSessions.Gate"/>; looking is thread-safe.</remarks>
internal sealed class DamagedRemovals
{
    private volatile HashSet<string> _names = [];

    /// <summary>True while anything is damaged.</summary>
    public bool IsAny => _names.Count > 0;

    /// <summary>True while the store has something of a flag that it cannot read.</summary>
    public bool HasFlag(string flag) => _names.Contains(flag);

    /// <summary>Takes in a read, and returns the names that are new.</summary>
    /// <param name="read">The read.</param>
    /// <param name="isWhole">True when it was of all exclusions.</param>
    public IReadOnlyList<string> Note(RolloutRemovals read, bool isWhole)
    {
        var damaged = read.Damaged ?? [];
        var before = _names;
        if (damaged.Count > 0 || (isWhole && before.Count > 0))
        {
            _names = (isWhole ? damaged : [.. before, .. damaged]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }

        return [.. damaged.Where(name => !before.Contains(name))];
    }
}
