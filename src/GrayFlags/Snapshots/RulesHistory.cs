using GrayFlags.Documents;

namespace GrayFlags.Snapshots;

/// <summary>The last versions of the rules with their merged documents, the newest first. Changed by the updater only, under its lock.</summary>
internal sealed class RulesHistory(int capacity)
{
    private readonly List<Entry> _entries = [];
    private volatile IReadOnlyList<RulesVersion> _versions = [];

    public IReadOnlyList<RulesVersion> Versions => _versions;

    public Entry? Newest => _entries.Count == 0 ? null : _entries[0];

    public Entry? Find(string version) => _entries.Find(entry => entry.Version.Version == version);

    /// <summary>Adds the version that serves now; one that is known already moves to the front. Gives the entry, and the one that fell out.</summary>
    /// <remarks>Not for the newest one: served again after a restart or a pin, it is what it was.</remarks>
    public (Entry Added, Entry? Dropped) Add(string version, FlagDocument document, string fingerprint, IReadOnlyList<string> sources, DateTimeOffset now)
    {
        var difference = DocumentDifference.Between(Newest?.Document, document);
        var entry = new Entry(
            new RulesVersion { Version = version, AppliedAt = now, Sources = sources, Added = difference.Added, Removed = difference.Removed, Changed = difference.Changed },
            document,
            fingerprint);
        return (entry, Restore(entry));
    }

    /// <summary>Puts an entry of an earlier run to the front.</summary>
    public Entry? Restore(Entry entry)
    {
        _entries.RemoveAll(other => other.Version.Version == entry.Version.Version);
        _entries.Insert(0, entry);
        Entry? dropped = null;
        if (_entries.Count > capacity)
        {
            dropped = _entries[^1];
            _entries.RemoveAt(_entries.Count - 1);
        }

        _versions = [.. _entries.Select(kept => kept.Version)];
        return dropped;
    }

    internal sealed record Entry(RulesVersion Version, FlagDocument Document, string Fingerprint);
}
