using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GrayFlags.Engines;
using GrayFlags.Redis.Connections;
using GrayFlags.Redis.Rollouts;
using GrayFlags.Redis.Scripts;
using GrayFlags.Redis.Watching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace GrayFlags;

/// <summary>A fleet's rollouts and its log of outcomes on Redis 7 or later. Thread-safe.</summary>
/// <remarks>
/// Every call ends within <see cref="RedisOptions.CommandTimeout"/>. One that fails throws an <see cref="IOException"/> or a <see cref="TimeoutException"/>
/// whose message says what to do.
/// </remarks>
public sealed class RedisRolloutLog : IRolloutLog, IAsyncDisposable, IDisposable
{
    // Attempt, revision, position, digest and origin.
    private const int BlanksBeforeCheckpoint = 5;

    private const int MostEntries = 1_000;
    private const int MostBytes = 4 * 1024 * 1024;
    private const int EntriesToForget = 200;
    private const int SecondsKept = 600;

    // Longer than any process keeps a batch that it could not append.
    private const int SecondsOfSequence = 7 * 24 * 60 * 60;

    // The core numbers processes by this counter. Their numbers are at least the time, so that none is given again by a server that has lost its data. All
    // other counters are small: what they number has a share of a risk that shrinks with the number.
    private const string Members = "members";

    private readonly RedisConnection _connection;
    private readonly RedisKeys _keys;
    private readonly RedisWatcher _watcher;
    private readonly RedisRecords _records;
    private readonly RedisRemovals _removals;

    /// <summary>Uses a connection of the app's, which is not disposed.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">The options; <see cref="RedisOptions.Configuration"/> is ignored. Default: all defaults.</param>
    /// <param name="logger">The logger of warnings. Default: none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="connection"/> is null.</exception>
    /// <exception cref="ArgumentException">An option has a value that is not allowed.</exception>
    public RedisRolloutLog(IConnectionMultiplexer connection, RedisOptions? options = null, ILogger<RedisRolloutLog>? logger = null)
        : this(RedisConnection.Of(connection, (options ?? new()).Copy().Validate(), (ILogger?)logger ?? NullLogger.Instance))
    {
    }

    internal RedisRolloutLog(RedisConnection connection)
    {
        _connection = connection;
        _keys = connection.KeysOfRollouts();
        _watcher = new RedisWatcher(connection, _keys);
        _records = new RedisRecords(connection, _keys);
        _removals = new RedisRemovals(connection, _keys);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken) => _records.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken) => _records.WriteAsync(record, cancellationToken);

    /// <inheritdoc/>
    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RolloutEvidence>>([]);

    /// <inheritdoc/>
    public Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken) =>
        _removals.AddAsync(removals, cancellationToken);

    /// <inheritdoc/>
    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) => _removals.ReadAsync(cursor, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Numbers of processes begin at the server's time in milliseconds, so that a server that has lost its data gives none of them again.</remarks>
    public async Task<long> TakeNumberAsync(string counter, CancellationToken cancellationToken)
    {
        EngineText.ThrowIfNotKey(counter);

        var number = await _connection
            .RunAsync(RedisScripts.TakeNumber, [_keys.Counters], [counter, counter == Members ? 1 : 0], cancellationToken).ConfigureAwait(false);
        return long.Parse((string)number!, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public Task AppendAsync(RolloutLogBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);

        return _connection.RunAsync(
            RedisScripts.Append,
            [_keys.Log, _keys.Sequence(batch.Member)],
            [batch.Member, batch.Sequence, RedisTime.Wide(batch.Sequence), batch.Payload, SecondsOfSequence],
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RolloutLogPage> ReadLogAsync(long from, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await _connection
            .RunAsync(RedisScripts.ReadLog, [_keys.Log], [Math.Max(from, 1), MostEntries, MostBytes], cancellationToken).ConfigureAwait(false))!;
        return RedisLogEntries.PageOf(answer);
    }

    /// <inheritdoc/>
    public async Task<RolloutCheckpoint?> ReadCheckpointAsync(string flag, string id, int attempt, CancellationToken cancellationToken)
    {
        EngineText.ThrowIfNotKey(flag);
        EngineText.ThrowIfNotKey(id);

        var stored = await _connection
            .CallAsync(database => database.HashGetAsync(_keys.Checkpoints, RedisRecords.FieldOf(flag, id)), cancellationToken).ConfigureAwait(false);
        return stored.IsNull || CheckpointOf(flag, id, attempt, stored) is not { } checkpoint || checkpoint.Attempt != attempt ? null : checkpoint;
    }

    /// <inheritdoc/>
    public async Task<RolloutCheckpointHead?> ReadCheckpointHeadAsync(string flag, string id, int attempt, CancellationToken cancellationToken)
    {
        EngineText.ThrowIfNotKey(flag);
        EngineText.ThrowIfNotKey(id);

        var head = (RedisResult[])(await _connection.RunAsync(
            RedisScripts.ReadCheckpointHead, [_keys.Checkpoints], [RedisRecords.FieldOf(flag, id), attempt], cancellationToken).ConfigureAwait(false))!;
        return head.Length == 0 ? null
            : (int)head[0] == 0 ? new RolloutCheckpointHead(0, 0, "", IsWhole: false)
            : new RolloutCheckpointHead((long)head[1], (long)head[2], Encoding.UTF8.GetString(Convert.FromBase64String((string)head[3]!)), IsWhole: true);
    }

    /// <inheritdoc/>
    public async Task<RolloutCheckpointWrite> WriteCheckpointAsync(RolloutCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        EngineText.ThrowIfNotKey(checkpoint.Flag);
        EngineText.ThrowIfNotKey(checkpoint.Id);

        var written = checkpoint with { Revision = checkpoint.Revision + 1 };
        var json = JsonSerializer.Serialize(written, EngineJson.Default.RolloutCheckpoint);
        var answer = (RedisResult[])(await _connection.RunAsync(
            RedisScripts.WriteCheckpoint,
            [_keys.Log, _keys.Checkpoints, _keys.CheckpointsByPosition],
            [
                RedisRecords.FieldOf(checkpoint.Flag, checkpoint.Id), checkpoint.Attempt, checkpoint.Revision, checkpoint.Position, json,
                written.Revision, Convert.ToBase64String(Encoding.UTF8.GetBytes(checkpoint.Origin)),
            ],
            cancellationToken).ConfigureAwait(false))!;
        return (int)answer[0] == 1
            ? new RolloutCheckpointWrite(true, written)
            : new RolloutCheckpointWrite(false,
                answer.Length > 1 && !answer[1].IsNull ? CheckpointOf(checkpoint.Flag, checkpoint.Id, checkpoint.Attempt, (RedisValue)answer[1]) : null);
    }

    /// <inheritdoc/>
    public async Task TrimAsync(long before, CancellationToken cancellationToken)
    {
        before = await FirstNeededAsync(before, cancellationToken).ConfigureAwait(false);

        // The log is left to others between two parts.
        for (var isMore = before > 1; isMore;)
        {
            var answer = await _connection
                .RunAsync(RedisScripts.Trim, [_keys.Log], [before, SecondsKept, EntriesToForget], cancellationToken).ConfigureAwait(false);
            isMore = (int)answer == 1;
        }
    }

    /// <inheritdoc/>
    public IDisposable Watch(Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);

        return _watcher.Watch(_keys.RolloutsChanged, changed);
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

    // Of all rollouts, also those that the caller does not know.
    private async Task<long> FirstNeededAsync(long before, CancellationToken cancellationToken)
    {
        var found = (RedisResult[])(await _connection.RunAsync(
            RedisScripts.ReadPositions, [_keys.Log, _keys.CheckpointsByPosition], [before, RolloutCheckpoint.MostEntriesBehind], cancellationToken)
            .ConfigureAwait(false))!;
        var ended = found.Length == 0 ? [] : await _records.ReadEndedAsync(cancellationToken).ConfigureAwait(false);
        for (var index = 0; index + 1 < found.Length; index += 2)
        {
            if (!ended.Contains((RedisValue)found[index]))
            {
                return Math.Min(before, (long)found[index + 1] + 1);
            }
        }

        return before;
    }

    // One that is damaged has no state, by which the library knows it, and the revision by which it is replaced: none where that is damaged, too.
    private static RolloutCheckpoint CheckpointOf(string flag, string id, int attempt, RedisValue stored)
    {
        ReadOnlySpan<byte> bytes = (byte[])stored!;
        var isNumbered = Utf8Parser.TryParse(bytes, out int ofAttempt, out var end) && end < bytes.Length && bytes[end] == (byte)' ';
        var revision = 0L;
        isNumbered = isNumbered && Utf8Parser.TryParse(bytes[(end + 1)..], out revision, out _);
        return RedisJson.TryRead(RedisJson.Behind(stored, BlanksBeforeCheckpoint), EngineJson.Default.RolloutCheckpoint)
            is { Flag: not null, Id: not null, Origin: not null, State: not null } checkpoint && isNumbered
                ? checkpoint with { Attempt = ofAttempt, Revision = revision }
                : new RolloutCheckpoint
                {
                    Flag = flag,
                    Id = id,
                    Attempt = isNumbered ? ofAttempt : attempt,
                    Revision = isNumbered ? revision : 0,
                    Position = 0,
                    State = "",
                };
    }
}
