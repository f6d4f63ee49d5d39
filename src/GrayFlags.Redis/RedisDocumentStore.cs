using System.Globalization;
using System.Text.Json;
using GrayFlags.Engines;
using GrayFlags.Redis.Connections;
using GrayFlags.Redis.Scripts;
using GrayFlags.Redis.Watching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace GrayFlags;

/// <summary>Documents with their history on Redis 7 or later. Thread-safe.</summary>
/// <remarks>
/// Every call ends within <see cref="RedisOptions.CommandTimeout"/>. One that fails throws an <see cref="IOException"/> or a <see cref="TimeoutException"/>
/// whose message says what to do.
/// </remarks>
public sealed class RedisDocumentStore : IDocumentStore, IAsyncDisposable, IDisposable
{
    private const int VersionsKept = 500;
    private const int SecondsKept = 90 * 24 * 60 * 60;
    private const int SecondsOfMember = 60;

    // A revision is kept as version, blank, time, blank, JSON.
    private const int VersionLength = 19;
    private const int TimeLength = 16;

    private const string DamagedRevision = "Who published this version and why cannot be read: somebody else has written to its entry.";

    private readonly RedisConnection _connection;
    private readonly RedisWatcher _watcher;

    /// <summary>Uses a connection of the app's, which is not disposed.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">
    /// The options; <see cref="RedisOptions.Configuration"/> and <see cref="RedisOptions.Document"/> are ignored. Default: all defaults.
    /// </param>
    /// <param name="logger">The logger of warnings. Default: none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="connection"/> is null.</exception>
    /// <exception cref="ArgumentException">An option has a value that is not allowed.</exception>
    public RedisDocumentStore(IConnectionMultiplexer connection, RedisOptions? options = null, ILogger<RedisDocumentStore>? logger = null)
        : this(RedisConnection.Of(connection, (options ?? new()).Copy().Validate(), (ILogger?)logger ?? NullLogger.Instance))
    {
    }

    internal RedisDocumentStore(RedisConnection connection)
    {
        _connection = connection;
        _watcher = new RedisWatcher(connection, connection.KeysOfRollouts());
    }

    /// <inheritdoc/>
    public async Task<DocumentRevision?> ReadLatestAsync(string name, CancellationToken cancellationToken)
    {
        var keys = KeysOf(name);
        var answer = (RedisResult[])(await _connection.RunAsync(RedisScripts.ReadLatest, [keys.Revisions, keys.Texts], [], cancellationToken)
            .ConfigureAwait(false))!;
        if (answer.Length == 0)
        {
            return null;
        }

        var revision = RevisionOf(answer[0], answer[1], keys);
        return answer[1].IsNull || (int)answer[2] == 0 ? throw Damaged(name, revision.Version, answer[1], keys) : revision;
    }

    /// <inheritdoc/>
    public async Task<StoredDocument?> ReadAsync(string name, long? version, CancellationToken cancellationToken)
    {
        var keys = KeysOf(name);
        var answer = (RedisResult[])(await _connection.RunAsync(
            RedisScripts.ReadDocument,
            [keys.Revisions, keys.Texts],
            [version is { } wanted ? RedisTime.Wide(Math.Max(wanted, 0)) : ""],
            cancellationToken).ConfigureAwait(false))!;
        if (answer.Length == 0)
        {
            return null;
        }

        // Of a version that is asked for it does not count that it is the latest: its text does.
        var revision = version is not null && answer[1].IsNull ? answer[0] : answer[1];
        return DocumentOf(name, answer[0], revision, answer[2], keys);
    }

    /// <inheritdoc/>
    public Task<DocumentWrite> WriteAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) =>
        WriteAsync(document, expectedVersion, VersionsKept, SecondsKept, cancellationToken);

    /// <inheritdoc/>
    public Task<DocumentWrite> ReplaceAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) =>
        WriteAsync(document, expectedVersion, versionsKept: 1, secondsKept: 0, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DocumentRevision>> ReadHistoryAsync(string name, long before, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

        var keys = KeysOf(name);
        if (before < 1)
        {
            return [];
        }

        // A text that is longer is behind its beginning: versions below this one end before it. What begins with no digit is nobody's version.
        var found = (RedisValue[])(await _connection.RunAsync(
            RedisScripts.ReadHistory,
            [keys.Revisions, keys.Texts],
            [before == long.MaxValue ? ":" : RedisTime.Wide(before), count],
            cancellationToken).ConfigureAwait(false))!;
        return [.. found.Select(revision => RevisionOf(revision, keys))];
    }

    /// <inheritdoc/>
    public Task JoinAsync(string name, DocumentMember member, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(member);
        EngineText.ThrowIfNotKey(member.Node);

        var keys = KeysOf(name);
        return _connection.RunAsync(
            RedisScripts.Join,
            [keys.Members, keys.MembersByTime],
            [member.Node, JsonSerializer.Serialize(member, EngineJson.Default.DocumentMember), SecondsOfMember],
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DocumentMember>> ReadMembersAsync(string name, CancellationToken cancellationToken)
    {
        var keys = KeysOf(name);
        var answer = await _connection.RunAsync(RedisScripts.ReadMembers, [keys.Members, keys.MembersByTime], [SecondsOfMember], cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. ((RedisValue[])answer!).Chunk(2).Select(static pair => MemberOf(pair[0], pair[1])).OfType<DocumentMember>()
                .OrderBy(static member => member.Node, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public IDisposable Watch(string name, Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);

        return _watcher.Watch(KeysOf(name).DocumentChanged, changed);
    }

    /// <summary>Ends all watches, and the connection unless it is the app's.</summary>
    public void Dispose()
    {
        _watcher.Dispose();
        _connection.Dispose();
    }

    /// <summary>Ends all watches, and the connection unless it is the app's.</summary>
    /// <returns>A task that completes once they have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        await _watcher.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<DocumentWrite> WriteAsync(
        StoredDocument document, long expectedVersion, int versionsKept, int secondsKept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedVersion);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(document.Version, expectedVersion);

        var keys = KeysOf(document.Name);
        var channel = await _connection.GetChannelAsync(keys.DocumentChanged, cancellationToken).ConfigureAwait(false);
        document = document with { By = EngineText.Storable(document.By), Reason = EngineText.Storable(document.Reason) };
        var revision = new DocumentRevision(document.Version, default, document.By, document.Reason, document.Utf8Json.Length, document.RevertOf);
        var answer = (RedisResult[])(await _connection.RunAsync(
            RedisScripts.WriteDocument,
            [keys.Revisions, keys.Texts],
            [
                RedisTime.Wide(expectedVersion), RedisTime.Wide(document.Version), JsonSerializer.Serialize(revision, EngineJson.Default.DocumentRevision),
                document.Utf8Json, channel, versionsKept, secondsKept,
            ],
            cancellationToken).ConfigureAwait(false))!;
        return (int)answer[0] == 1
            ? new DocumentWrite(true, document with { At = RevisionOf((RedisValue)answer[1], keys).At })
            : new DocumentWrite(false, answer.Length < 4 ? null : DocumentOf(document.Name, answer[1], answer[2], answer[3], keys));
    }

    private RedisKeys KeysOf(string name)
    {
        EngineText.ThrowIfNotName(name);

        return _connection.KeysOf(name);
    }

    private static StoredDocument DocumentOf(string name, RedisResult version, RedisResult revision, RedisResult text, RedisKeys keys)
    {
        var stored = RevisionOf(version, revision, keys);
        if (revision.IsNull || text.IsNull)
        {
            throw Damaged(name, stored.Version, revision, keys);
        }

        return new StoredDocument(name, stored.Version, stored.At, stored.By, stored.Reason, (byte[])text!, stored.RevertOf);
    }

    // A version of which one half is there is not one that was never there: the server has evicted the other, or somebody has removed it.
    private static InvalidDataException Damaged(string name, long version, RedisResult revision, RedisKeys keys) => EngineFailure.Damaged(
        name,
        version,
        revision.IsNull
            ? $"the key '{keys.Texts}' of Redis names it as the latest one, and it is not in the key '{keys.Revisions}'."
            : $"it is in the key '{keys.Revisions}' of Redis, and its text is not in the key '{keys.Texts}'.");

    private static DocumentRevision RevisionOf(RedisResult version, RedisResult revision, RedisKeys keys) =>
        RevisionOf((RedisValue)(revision.IsNull ? version : revision), keys);

    // The version and the text count; who wrote it and why may be lost.
    private static DocumentRevision RevisionOf(RedisValue stored, RedisKeys keys)
    {
        var text = stored.ToString();
        if (text.Length < VersionLength
            || (text.Length > VersionLength && text[VersionLength] != ' ')
            || !long.TryParse(text.AsSpan(0, VersionLength), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw EngineFailure.Plain(new InvalidDataException(
                $"A version in the key '{keys.Revisions}' of Redis has no number: somebody else has written to it. Remove that member of the sorted set."));
        }

        var time = text.Length < VersionLength + 1 + TimeLength ? null : RedisTime.TryOf(text.Substring(VersionLength + 1, TimeLength));
        var revision = RedisJson.TryRead(RedisJson.Behind(stored, blanks: 2), EngineJson.Default.DocumentRevision);
        return time is { } at && revision is { By: not null, Reason: not null }
            ? revision with { Version = version, At = at }
            : new DocumentRevision(version, time ?? DateTimeOffset.UnixEpoch, "?", DamagedRevision, 0);
    }

    // Null for one that is damaged: it is left out, and an instance that is alive says it again.
    private static DocumentMember? MemberOf(RedisValue time, RedisValue stored) =>
        RedisTime.TryOf(time.ToString()) is { } at
        && RedisJson.TryRead((byte[])stored!, EngineJson.Default.DocumentMember) is { Node: not null, Library: not null } member
            ? member with { SeenAt = at }
            : null;
}
