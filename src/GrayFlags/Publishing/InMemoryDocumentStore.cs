namespace GrayFlags;

/// <summary>A store of documents in memory: for tests, and for several evaluators in one process. Thread-safe.</summary>
public sealed class InMemoryDocumentStore : IDocumentStore
{
    private const int MostVersions = 500;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private static readonly TimeSpan Presence = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, List<StoredDocument>> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string Node), DocumentMember> _members = [];
    private readonly Dictionary<string, Action> _watchers = new(StringComparer.Ordinal);

    /// <summary>Creates an empty store.</summary>
    /// <param name="clock">The store's clock. Default: the system's.</param>
    public InMemoryDocumentStore(TimeProvider? clock = null) => _clock = clock ?? TimeProvider.System;

    /// <inheritdoc/>
    public Task<DocumentRevision?> ReadLatestAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Versions(name) is [.., var latest] ? RevisionOf(latest) : null);
        }
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> ReadAsync(string name, long? version, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Versions(name).FindLast(document => version is null || document.Version == version));
        }
    }

    /// <inheritdoc/>
    public Task<DocumentWrite> WriteAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) =>
        Task.FromResult(Write(document, expectedVersion, keepsHistory: true));

    /// <inheritdoc/>
    public Task<DocumentWrite> ReplaceAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) =>
        Task.FromResult(Write(document, expectedVersion, keepsHistory: false));

    /// <inheritdoc/>
    public Task<IReadOnlyList<DocumentRevision>> ReadHistoryAsync(string name, long before, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var versions = Versions(name).Where(document => document.Version < before).Reverse().Take(count);
            return Task.FromResult<IReadOnlyList<DocumentRevision>>([.. versions.Select(RevisionOf)]);
        }
    }

    /// <inheritdoc/>
    public Task JoinAsync(string name, DocumentMember member, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(member);

        lock (_gate)
        {
            _members[(name, member.Node)] = member with { SeenAt = _clock.GetUtcNow() };
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DocumentMember>> ReadMembersAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var since = _clock.GetUtcNow() - Presence;
            var gone = _members.Where(member => member.Value.SeenAt < since).Select(member => member.Key).ToList();
            gone.ForEach(key => _members.Remove(key));
            var members = _members.Where(member => member.Key.Name == name).Select(member => member.Value);
            return Task.FromResult<IReadOnlyList<DocumentMember>>([.. members.OrderBy(member => member.Node, StringComparer.Ordinal)]);
        }
    }

    /// <inheritdoc/>
    public IDisposable Watch(string name, Action changed)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(changed);

        lock (_gate)
        {
            _watchers[name] = _watchers.GetValueOrDefault(name) + changed;
        }

        return new Watcher(this, name, changed);
    }

    private DocumentWrite Write(StoredDocument document, long expectedVersion, bool keepsHistory)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(document.Version, expectedVersion);

        StoredDocument written;
        Action? changed;
        lock (_gate)
        {
            var versions = Versions(document.Name);
            var latest = versions.LastOrDefault();
            if ((latest?.Version ?? 0) != expectedVersion)
            {
                return new DocumentWrite(false, latest);
            }

            written = document with { At = _clock.GetUtcNow(), Utf8Json = document.Utf8Json.ToArray() };
            versions.Add(written);
            versions.RemoveRange(0, keepsHistory ? versions.FindIndex(kept => IsKept(versions, kept, written.At)) : versions.Count - 1);
            _versions[document.Name] = versions;
            changed = _watchers.GetValueOrDefault(document.Name);
        }

        changed?.Invoke();
        return new DocumentWrite(true, written);
    }

    private static bool IsKept(List<StoredDocument> versions, StoredDocument version, DateTimeOffset now) =>
        version.At >= now - Kept || versions.Count - versions.IndexOf(version) <= MostVersions;

    private static DocumentRevision RevisionOf(StoredDocument document) =>
        new(document.Version, document.At, document.By, document.Reason, document.Utf8Json.Length, document.RevertOf);

    private List<StoredDocument> Versions(string name) => _versions.GetValueOrDefault(name) ?? [];

    private sealed class Watcher(InMemoryDocumentStore owner, string name, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                if (owner._watchers.GetValueOrDefault(name) - changed is { } others)
                {
                    owner._watchers[name] = others;
                }
                else
                {
                    owner._watchers.Remove(name);
                }
            }
        }
    }
}
