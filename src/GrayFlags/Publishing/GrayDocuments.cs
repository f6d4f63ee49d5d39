using GrayFlags.Documents;

namespace GrayFlags.Publishing;

/// <summary>Publishes documents into a store.</summary>
/// <param name="store">The store.</param>
/// <param name="limits">The limits of a document.</param>
/// <param name="check">Finds the reasons for which a document of a name would be refused.</param>
internal sealed class GrayDocuments(
    IDocumentStore store, DocumentLimits limits, Func<string, FlagDocument, IReadOnlyList<DocumentProblem>> check) : IGrayDocuments
{
    private const int MostHistory = 1_000;

    // Somebody else may write between the look and the write where no version is expected: of fifty at once, each time one other.
    private const int MostTries = 100;

    public Task<StoredDocument?> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        DocumentNames.ThrowIfNoName(name, nameof(name));

        return store.ReadAsync(name, null, cancellationToken);
    }

    public Task<StoredDocument?> GetAsync(string name, long version, CancellationToken cancellationToken = default)
    {
        DocumentNames.ThrowIfNoName(name, nameof(name));

        return store.ReadAsync(name, version, cancellationToken);
    }

    public Task<PublishResult> PublishAsync(
        string name, ReadOnlyMemory<byte> utf8Json, DocumentChange change, CancellationToken cancellationToken = default)
    {
        DocumentNames.ThrowIfNoName(name, nameof(name));
        DocumentNames.ThrowIfNoChange(change, nameof(change));

        // A copy: the caller's array is the caller's.
        return PublishAsync(name, utf8Json.ToArray(), change, null, cancellationToken);
    }

    public Task<PublishResult> RevertAsync(string name, long toVersion, DocumentChange change, CancellationToken cancellationToken = default)
    {
        DocumentNames.ThrowIfNoName(name, nameof(name));
        DocumentNames.ThrowIfNoChange(change, nameof(change));

        return Revert();

        async Task<PublishResult> Revert()
        {
            if (await store.ReadAsync(name, toVersion, cancellationToken).ConfigureAwait(false) is { } earlier)
            {
                return await PublishAsync(name, earlier.Utf8Json, change, earlier.Version, cancellationToken).ConfigureAwait(false);
            }

            var (_, latest) = await LatestAsync(name, cancellationToken).ConfigureAwait(false);
            return new PublishResult(PublishOutcome.NotFound, latest?.Version ?? 0) { Latest = latest };
        }
    }

    public Task<IReadOnlyList<DocumentRevision>> HistoryAsync(
        string name, long before = long.MaxValue, int count = 50, CancellationToken cancellationToken = default)
    {
        DocumentNames.ThrowIfNoName(name, nameof(name));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostHistory);

        return store.ReadHistoryAsync(name, before, count, cancellationToken);
    }

    public Task<IReadOnlyList<DocumentMember>> GetMembersAsync(string name, CancellationToken cancellationToken = default)
    {
        DocumentNames.ThrowIfNoName(name, nameof(name));

        return store.ReadMembersAsync(name, cancellationToken);
    }

    private (IReadOnlyList<DocumentProblem> Problems, int Minor) Compile(string name, ReadOnlyMemory<byte> utf8Json)
    {
        var read = FlagDocument.Read(utf8Json.Span, new DocumentReaderOptions { Source = name, Limits = limits });
        return (read.Document is { } readable ? check(name, readable) : read.Problems, read.Minor);
    }

    private async Task<PublishResult> PublishAsync(
        string name, ReadOnlyMemory<byte> utf8Json, DocumentChange change, long? revertOf, CancellationToken cancellationToken)
    {
        (IReadOnlyList<DocumentProblem> Problems, int Minor)? compiled = null;
        for (var attempt = 1; ; attempt++)
        {
            var (stored, latest) = await LatestAsync(name, cancellationToken).ConfigureAwait(false);
            var version = latest?.Version ?? 0;
            if (IsSame(stored, utf8Json))
            {
                return new PublishResult(PublishOutcome.Unchanged, version) { Latest = latest };
            }

            if (change.ExpectedVersion is { } expected && expected != version)
            {
                return new PublishResult(PublishOutcome.Conflict, version) { Latest = latest };
            }

            // The text is the same at each try; to compile a large one takes longer than to write it.
            var (problems, minor) = compiled ??= Compile(name, utf8Json);
            if (problems.Count > 0)
            {
                return new PublishResult(PublishOutcome.Invalid, version) { Problems = problems, Latest = latest };
            }

            var members = await store.ReadMembersAsync(name, cancellationToken).ConfigureAwait(false);
            if (!change.AllowTooNew && members.Where(member => member.Schema < minor).ToList() is { Count: > 0 } older)
            {
                return new PublishResult(PublishOutcome.TooNew, version) { Nodes = [.. older.Select(member => member.Node)], Latest = latest };
            }

            // What an instance serves and the store has lost keeps its number: it would call one below it older.
            var next = DocumentNames.VersionAfter(name, version, members.Select(static member => member.Serving));
            var document = new StoredDocument(name, next, default, change.By, change.Reason, utf8Json, revertOf);
            var write = await WriteAsync(document, version, cancellationToken).ConfigureAwait(false);
            if (write.IsWritten)
            {
                return new PublishResult(PublishOutcome.Published, next) { Latest = write.Latest };
            }

            // The answer to the write may have been lost, and the store repeated it.
            if (write.Current is { } current && current.Version == next && current.By == change.By && IsSame(current, utf8Json))
            {
                return new PublishResult(PublishOutcome.Published, next) { Latest = write.Latest };
            }

            if (change.ExpectedVersion is not null || attempt == MostTries)
            {
                return new PublishResult(PublishOutcome.Conflict, write.Latest?.Version ?? 0) { Latest = write.Latest };
            }
        }
    }

    // The text is null where a part of the latest version is lost: then it is another one, and the next one goes above its number.
    private async Task<(StoredDocument? Text, DocumentRevision? Latest)> LatestAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var latest = await store.ReadAsync(name, null, cancellationToken).ConfigureAwait(false);
            return (latest, RevisionOf(latest));
        }
        catch (InvalidDataException exception) when (DamagedVersion.Of(exception) is { } version)
        {
            return (null, DamagedVersion.Revision(version, exception));
        }
    }

    private async Task<(bool IsWritten, StoredDocument? Current, DocumentRevision? Latest)> WriteAsync(
        StoredDocument document, long expectedVersion, CancellationToken cancellationToken)
    {
        try
        {
            var write = await store.WriteAsync(document, expectedVersion, cancellationToken).ConfigureAwait(false);
            return (write.IsWritten, write.Current, RevisionOf(write.Current));
        }
        catch (InvalidDataException exception) when (DamagedVersion.Of(exception) is { } version)
        {
            return (false, null, DamagedVersion.Revision(version, exception));
        }
    }

    private static bool IsSame(StoredDocument? stored, ReadOnlyMemory<byte> utf8Json) =>
        stored is not null && stored.Utf8Json.Span.SequenceEqual(utf8Json.Span);

    private static DocumentRevision? RevisionOf(StoredDocument? document) => document is null
        ? null
        : new(document.Version, document.At, document.By, document.Reason, document.Utf8Json.Length, document.RevertOf);
}
