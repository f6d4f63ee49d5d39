using GrayFlags.Engines;
using GrayFlags.PostgreSql.Connections;
using GrayFlags.PostgreSql.Statements;
using Microsoft.Extensions.Logging;
using Npgsql;
using static GrayFlags.PostgreSql.Statements.Parameters;

namespace GrayFlags;

/// <summary>Documents in PostgreSQL, with their history. Thread-safe. An app that calls <c>AddPostgreSql</c> has one.</summary>
/// <remarks>
/// Every call is one round trip and one transaction, and throws <see cref="TimeoutException"/> after <see cref="PostgreSqlOptions.CommandTimeout"/>. A version
/// that is written again with the same text, author and reason is the same version: the answer to the first call may have been lost.
/// </remarks>
public sealed class PostgreSqlDocumentStore : IDocumentStore, IAsyncDisposable, IDisposable
{
    private const string TopicPrefix = "document:";
    private const string DamagedRevision = "Who published this version and why is lost, and its text with it: its row in the table documents is not there.";

    // A column that is never null in a row that is there.
    private const int Author = 2;

    private readonly PostgreSqlEngine _engine;
    private readonly bool _ownsEngine;

    /// <summary>Creates a store on an app's data source.</summary>
    /// <param name="dataSource">The data source. It is not disposed. Of several hosts the primary is used.</param>
    /// <param name="options">The options; their connection string has to be null. Copied.</param>
    /// <param name="logger">The log. Default: none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dataSource"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PostgreSqlDocumentStore(NpgsqlDataSource dataSource, PostgreSqlOptions options, ILogger<PostgreSqlDocumentStore>? logger = null)
        : this(PostgreSqlEngine.On(dataSource, options, logger), ownsEngine: true)
    {
    }

    /// <summary>Creates a store with a pool of connections of its own.</summary>
    /// <param name="options">The options, with a connection string. Copied.</param>
    /// <param name="logger">The log. Default: none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or there is no connection string.</exception>
    public PostgreSqlDocumentStore(PostgreSqlOptions options, ILogger<PostgreSqlDocumentStore>? logger = null)
        : this(PostgreSqlEngine.Own(options, logger), ownsEngine: true)
    {
    }

    internal PostgreSqlDocumentStore(PostgreSqlEngine engine, bool ownsEngine = false)
    {
        _engine = engine;
        _ownsEngine = ownsEngine;
    }

    private Sql Sql => _engine.Sql;

    /// <inheritdoc/>
    public Task<DocumentRevision?> ReadLatestAsync(string name, CancellationToken cancellationToken)
    {
        EngineText.ThrowIfNotName(name);

        return _engine.ReadAsync(
            Call.Of(Sql.ReadLatest, Text(name)),
            async (reader, _, stop) => await reader.ReadAsync(stop).ConfigureAwait(false) ? ReadRevision(Whole(reader, name)) : null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> ReadAsync(string name, long? version, CancellationToken cancellationToken)
    {
        EngineText.ThrowIfNotName(name);

        return _engine.ReadAsync(
            version is { } asked ? Call.Of(Sql.ReadVersion, Text(name), Long(asked)) : Call.Of(Sql.ReadDocument, Text(name)),
            (reader, _, stop) => ReadDocumentAsync(reader, name, stop),
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The document's version is not above <paramref name="expectedVersion"/>.</exception>
    public Task<DocumentWrite> WriteAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) =>
        WriteAsync(document, expectedVersion, Sql.ForgetVersions, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The document's version is not above <paramref name="expectedVersion"/>.</exception>
    public Task<DocumentWrite> ReplaceAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) =>
        WriteAsync(document, expectedVersion, Sql.ForgetOlderVersions, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public Task<IReadOnlyList<DocumentRevision>> ReadHistoryAsync(string name, long before, int count, CancellationToken cancellationToken)
    {
        EngineText.ThrowIfNotName(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

        return _engine.ReadAsync(
            Call.Of(Sql.ReadHistory, Text(name), Long(before), Long(count)),
            static async (reader, _, stop) =>
            {
                var revisions = new List<DocumentRevision>();
                while (await reader.ReadAsync(stop).ConfigureAwait(false))
                {
                    revisions.Add(ReadRevision(reader));
                }

                return (IReadOnlyList<DocumentRevision>)revisions;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task JoinAsync(string name, DocumentMember member, CancellationToken cancellationToken)
    {
        EngineText.ThrowIfNotName(name);
        ArgumentNullException.ThrowIfNull(member);
        EngineText.ThrowIfNotKey(member.Node);

        var call = Call.Of(
                Sql.Join, Text(name), Text(member.Node), Long(member.Serving), Int(member.Schema), Text(EngineText.Storable(member.Library)))
            .Then(Sql.ForgetDocumentMembers, Text(name));
        return _engine.RunAsync(call, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DocumentMember>> ReadMembersAsync(string name, CancellationToken cancellationToken)
    {
        EngineText.ThrowIfNotName(name);

        return _engine.ReadAsync(
            Call.Of(Sql.ReadMembers, Text(name)),
            static async (reader, _, stop) =>
            {
                var members = new List<DocumentMember>();
                while (await reader.ReadAsync(stop).ConfigureAwait(false))
                {
                    members.Add(new DocumentMember(
                        reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetString(3), Rows.Time(reader, 4)));
                }

                members.Sort(static (left, right) => string.CompareOrdinal(left.Node, right.Node));
                return (IReadOnlyList<DocumentMember>)members;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public IDisposable Watch(string name, Action changed)
    {
        EngineText.ThrowIfNotName(name);
        ArgumentNullException.ThrowIfNull(changed);

        return _engine.Watch(TopicPrefix + name, changed);
    }

    /// <summary>Ends the watches. A data source that was given stays open.</summary>
    /// <returns>A task that completes once the connections of the store's own are closed.</returns>
    public ValueTask DisposeAsync() => _ownsEngine ? _engine.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>Ends the watches. A data source that was given stays open.</summary>
    public void Dispose()
    {
        if (_ownsEngine)
        {
            _engine.Dispose();
        }
    }

    private Task<DocumentWrite> WriteAsync(StoredDocument document, long expectedVersion, string forget, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        EngineText.ThrowIfNotName(document.Name);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedVersion);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(document.Version, expectedVersion);

        var name = document.Name;
        var asked = document with { By = EngineText.Storable(document.By), Reason = EngineText.Storable(document.Reason) };
        var call = Call.Of(
                Sql.Write,
                Text(name), Long(asked.Version), Text(asked.By), Text(asked.Reason), Bytes(asked.Utf8Json), LongOrNull(asked.RevertOf), Text(_engine.Channel),
                Long(expectedVersion), Text(TopicPrefix + name))
            .Then(forget, Text(name))
            .Then(Sql.ReadDocument, Text(name));
        return _engine.ReadAsync(
            call,
            async (reader, _, stop) =>
            {
                var isWritten = await reader.ReadAsync(stop).ConfigureAwait(false);
                await reader.NextResultAsync(stop).ConfigureAwait(false);
                var current = await ReadDocumentAsync(reader, name, stop).ConfigureAwait(false);
                return new DocumentWrite(isWritten || IsSame(current, asked), current);
            },
            cancellationToken);
    }

    private static DocumentRevision ReadRevision(NpgsqlDataReader reader)
    {
        var (version, at) = (reader.GetInt64(0), Rows.Time(reader, 1));
        return reader.IsDBNull(Author)
            ? new DocumentRevision(version, at, "?", DamagedRevision, 0)
            : new DocumentRevision(version, at, reader.GetString(Author), reader.GetString(3), reader.GetInt32(4), Rows.LongOrNull(reader, 5));
    }

    private static async Task<StoredDocument?> ReadDocumentAsync(NpgsqlDataReader reader, string name, CancellationToken stop)
    {
        if (!await reader.ReadAsync(stop).ConfigureAwait(false))
        {
            return null;
        }

        Whole(reader, name);
        var (version, at) = (reader.GetInt64(0), Rows.Time(reader, 1));
        return new StoredDocument(
            name, version, at, reader.GetString(Author), reader.GetString(3), Rows.Bytes(reader, 4), Rows.LongOrNull(reader, 5));
    }

    // A version of which the tables have one half is not one that was never there.
    private static NpgsqlDataReader Whole(NpgsqlDataReader reader, string name) =>
        reader.IsDBNull(Author) ? throw EngineFailure.Damaged(
            name, reader.GetInt64(0), "the table document_heads names it, and the table documents has no such row.")
        : !reader.GetBoolean(6) ? throw EngineFailure.Damaged(
            name, reader.GetInt64(0), "it is in the table documents, and the table document_heads has no row that names it.")
        : reader;

    private static bool IsSame(StoredDocument? current, StoredDocument asked) =>
        current is not null
        && (current.Version, current.By, current.Reason, current.RevertOf) == (asked.Version, asked.By, asked.Reason, asked.RevertOf)
        && current.Utf8Json.Span.SequenceEqual(asked.Utf8Json.Span);
}
