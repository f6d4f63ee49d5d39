using System.Text;

namespace GrayFlags.Tests.Publishing;

/// <summary>An instance's way to the store of documents, which may be cut, be read-only, or lead to another store after a failover.</summary>
internal sealed class StoreLink(StoreRig rig) : IDocumentStore
{
    /// <summary>True: nothing reaches the store.</summary>
    public bool IsCut { get; set; }

    /// <summary>True: what is asked is done, and the answer gets lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>True: what has no history is written, and the answer gets lost.</summary>
    public bool LosesWrites { get; set; }

    /// <summary>True: writes are refused.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>True: the kill switch cannot be read.</summary>
    public bool BreaksSwitches { get; set; }

    /// <summary>True: the usage of the fleet cannot be read.</summary>
    public bool BreaksUsage { get; set; }

    /// <summary>True: nothing answers, ever.</summary>
    public bool Hangs { get; set; }

    /// <summary>The number of times that a latest version was asked for.</summary>
    public int Looks { get; private set; }

    /// <summary>The number of texts that were read.</summary>
    public int Texts { get; private set; }

    public Task<DocumentRevision?> ReadLatestAsync(string name, CancellationToken cancellationToken)
    {
        Looks++;
        return (BreaksSwitches && name.EndsWith(".off", StringComparison.Ordinal)) || (BreaksUsage && name.EndsWith(".usage", StringComparison.Ordinal))
            ? throw new FormatException("A line of the history is damaged.")
            : Do(async () =>
            {
                var latest = await rig.Store.ReadLatestAsync(name, cancellationToken);
                ThrowIfHalf(name, latest?.Version);
                return latest;
            });
    }

    public Task<StoredDocument?> ReadAsync(string name, long? version, CancellationToken cancellationToken)
    {
        Texts++;
        return Do(async () =>
        {
            var stored = await rig.Store.ReadAsync(name, version, cancellationToken);
            ThrowIfHalf(name, stored?.Version);
            return rig.Damaged is var (damaged, text) && name.EndsWith(".off", StringComparison.Ordinal) && stored?.Version == damaged
                ? stored with { Utf8Json = Encoding.UTF8.GetBytes(text) }
                : stored;
        });
    }

    public Task<DocumentWrite> WriteAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) => IsReadOnly
        ? throw new IOException("The store is read-only.")
        : Do(() => rig.Store.WriteAsync(document, expectedVersion, cancellationToken));

    public Task<DocumentWrite> ReplaceAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) => IsReadOnly
        ? throw new IOException("The store is read-only.")
        : Do(async () =>
        {
            var write = await rig.Store.ReplaceAsync(document, expectedVersion, cancellationToken);
            return LosesWrites ? throw new IOException("The connection was lost.") : write;
        });

    public Task<IReadOnlyList<DocumentRevision>> ReadHistoryAsync(string name, long before, int count, CancellationToken cancellationToken) =>
        Do(() => rig.Store.ReadHistoryAsync(name, before, count, cancellationToken));

    public Task JoinAsync(string name, DocumentMember member, CancellationToken cancellationToken) => IsReadOnly
        ? throw new IOException("The store is read-only.")
        : Do(async () =>
        {
            await rig.Store.JoinAsync(name, member, cancellationToken);
            return true;
        });

    public Task<IReadOnlyList<DocumentMember>> ReadMembersAsync(string name, CancellationToken cancellationToken) =>
        Do(() => rig.Store.ReadMembersAsync(name, cancellationToken));

    public IDisposable Watch(string name, Action changed) => rig.Store.Watch(name, () =>
    {
        if (!IsCut && !rig.IsMute)
        {
            changed();
        }
    });

    // As the engines do, and as docs/extending.md says to the store of somebody else.
    private void ThrowIfHalf(string name, long? version)
    {
        if (version is { } there && rig.Halves.GetValueOrDefault(name) == there)
        {
            throw new InvalidDataException("A row is not there.") { Data = { ["GrayFlags.DamagedVersion"] = there } };
        }
    }

    private async Task<T> Do<T>(Func<Task<T>> call)
    {
        if (Hangs)
        {
            await new TaskCompletionSource().Task;
        }

        if (IsCut)
        {
            throw new IOException("The store cannot be reached: password=hunter2.");
        }

        var answer = await call();
        return LosesAnswers ? throw new IOException("The connection was lost.") : answer;
    }
}
