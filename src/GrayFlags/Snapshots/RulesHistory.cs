using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>The latest versions of the rules with their merged documents, newest first. Changed by the updater only, under its lock.</summary>
internal sealed class RulesHistory(int capacity)
{
    // A rollback in a hurry goes to the previous version; keeping more compiled would only cost memory.
    private const int Compiled = 2;

    private readonly List<Entry> _entries = [];
    private volatile IReadOnlyList<RulesVersion> _versions = [];

    public IReadOnlyList<RulesVersion> Versions => _versions;

    public Entry? Newest => _entries.Count == 0 ? null : _entries[0];

    public Entry? Find(string version) => _entries.Find(entry => entry.Version.Version == version);

    /// <summary>Adds the live version; a known one moves to the front. Returns the entry, and the one that was dropped.</summary>
    /// <remarks>The newest version, served again after a restart or a pin, stays unchanged.</remarks>
    public (Entry Added, Entry? Dropped) Add(
        string version, FlagDocument document, string fingerprint, IReadOnlyList<string> sources, DateTimeOffset now, RuleSet? alive)
    {
        var difference = DocumentDifference.Between(Newest?.Document, document);
        var entry = new Entry(
            new RulesVersion
            {
                Version = version,
                AppliedAt = now,
                Sources = sources,
                Added = difference.Added,
                Removed = difference.Removed,
                Changed = difference.Changed,
            },
            document,
            fingerprint) { Alive = alive };
        return (entry, Put(entry));
    }

    private Entry? Put(Entry entry)
    {
        _entries.RemoveAll(other => other.Version.Version == entry.Version.Version);
        _entries.Insert(0, entry);
        _entries.Skip(Compiled).ToList().ForEach(old => old.Alive = null);
        Entry? dropped = null;
        if (_entries.Count > capacity)
        {
            dropped = _entries[^1];
            _entries.RemoveAt(_entries.Count - 1);
        }

        _versions = [.. _entries.Select(kept => kept.Version)];
        return dropped;
    }

    internal sealed record Entry(RulesVersion Version, FlagDocument Document, string Fingerprint)
    {
        /// <summary>The compiled rules, before the kill switch is applied; null when they must be compiled again.</summary>
        public RuleSet? Alive { get; set; }

        /// <summary>Compiles the version's document under today's rules.</summary>
        public CompileResult Compile(RuleSetOptions options) => RuleSetCompiler.Compile(Document, [], options, Fingerprint);
    }
}
