using System.Text;
using GrayFlags.Engines;
using GrayFlags.PostgreSql.Connections;
using GrayFlags.PostgreSql.Statements;
using Microsoft.Extensions.Logging;
using Npgsql;
using static GrayFlags.PostgreSql.Statements.Parameters;

namespace GrayFlags;

/// <summary>
/// Rollouts and their evidence in PostgreSQL, for all instances that share <see cref="PostgreSqlOptions.Document"/>. Thread-safe. An app that calls
/// <c>AddPostgreSql</c> has one.
/// </summary>
/// <remarks>
/// Every call is one round trip and one transaction, and throws <see cref="TimeoutException"/> after <see cref="PostgreSqlOptions.CommandTimeout"/>.
/// Evidence of single instances is not stored: the log has it.
/// </remarks>
public sealed class PostgreSqlRolloutLog : IRolloutLog, IAsyncDisposable, IDisposable
{
    private const string LogHead = "log";
    private const string RemovalHead = "removals";
    private const string TopicPrefix = "rollouts:";
    private const string ProcessCounter = "members";

    private const int PageEntries = 1_000;
    private const long PageBytes = 4 << 20;
    private const long TrimmedAtOnce = 5_000;

    // As many as an instance keeps in its memory, twice.
    private const long MostRemovals = 200_000;

    // Of one flag, besides the one that is written; those that were rolled back are remembered longer.
    private const long MostIds = 49;
    private const long MostRolledBack = 999;

    private static readonly TimeSpan BetweenCleanings = TimeSpan.FromHours(1);

    private readonly PostgreSqlEngine _engine;
    private readonly bool _ownsEngine;
    private readonly string _namespace;
    private readonly TimeProvider _clock = TimeProvider.System;
    private long _cleanedAt;

    /// <summary>Creates a store on an app's data source.</summary>
    /// <param name="dataSource">The data source. It is not disposed. Of several hosts the primary is used.</param>
    /// <param name="options">The options; their connection string has to be null. Copied.</param>
    /// <param name="logger">The log. Default: none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dataSource"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PostgreSqlRolloutLog(NpgsqlDataSource dataSource, PostgreSqlOptions options, ILogger<PostgreSqlRolloutLog>? logger = null)
        : this(PostgreSqlEngine.On(dataSource, options, logger), ownsEngine: true)
    {
    }

    /// <summary>Creates a store with a pool of connections of its own.</summary>
    /// <param name="options">The options, with a connection string. Copied.</param>
    /// <param name="logger">The log. Default: none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or there is no connection string.</exception>
    public PostgreSqlRolloutLog(PostgreSqlOptions options, ILogger<PostgreSqlRolloutLog>? logger = null)
        : this(PostgreSqlEngine.Own(options, logger), ownsEngine: true)
    {
    }

    internal PostgreSqlRolloutLog(PostgreSqlEngine engine, bool ownsEngine = false)
    {
        _engine = engine;
        _ownsEngine = ownsEngine;
        _namespace = engine.Namespace;
    }

    private Sql Sql => _engine.Sql;

    private NpgsqlParameter Namespace => Text(_namespace);

    private string Topic => TopicPrefix + _namespace;

    /// <inheritdoc/>
    public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken) => _engine.ReadAsync(
        Call.Of(Sql.ReadRecords, Namespace),
        static async (reader, _, stop) =>
        {
            var (records, damaged) = (new List<RolloutRecord>(), new List<DamagedRollout>());
            while (await reader.ReadAsync(stop).ConfigureAwait(false))
            {
                if (TryReadRecord(reader) is { } record)
                {
                    records.Add(record);
                }
                else
                {
                    damaged.Add(new DamagedRollout(reader.GetString(2), reader.GetString(3), reader.GetInt64(0)));
                }
            }

            return damaged.Count == 0 ? (IReadOnlyList<RolloutRecord>)records : throw EngineJson.Damage(records, damaged);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ThrowIfNoKey(record.Flag, record.Id);

        var (flag, json) = (FlagOf(record.Flag), Rows.JsonOf(record));
        var call = Call.Of(
            Sql.WriteRecord,
            Namespace, Text(flag), Text(record.Id), Long(record.Revision), Text(record.Phase.ToString()), Text(json), Text(_engine.Channel), Text(Topic));
        foreach (var isRolledBack in record.Revision == 0 ? (bool[])[false, true] : [])
        {
            call.Then(Sql.ForgetRecords, Namespace, Text(flag), Text(record.Id), Bool(isRolledBack), Long(isRolledBack ? MostRolledBack : MostIds));
        }

        call.Then(Sql.ReadRecord, Namespace, Text(flag), Text(record.Id));
        return await _engine.ReadAsync(
            call,
            async (reader, isAgain, stop) =>
            {
                var isWritten = await reader.ReadAsync(stop).ConfigureAwait(false);
                await reader.NextResultAsync(stop).ConfigureAwait(false);
                await Rows.ReadOneAsync(reader, stop).ConfigureAwait(false);
                var current = TryReadRecord(reader) ?? throw EngineJson.Damage([], [new DamagedRollout(record.Flag, record.Id, reader.GetInt64(0))]);

                // The answer to the first try was lost, and what it wrote is there.
                isWritten |= isAgain && current.Revision == record.Revision + 1 && reader.GetString(1) == json;
                return new RolloutWrite(isWritten, current);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores nothing: the log has the evidence of all instances.</summary>
    /// <param name="evidence">The evidence of this instance.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A completed task.</returns>
    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads nothing: see <see cref="WriteEvidenceAsync"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>An empty list.</returns>
    public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RolloutEvidence>>([]);

    /// <inheritdoc/>
    public async Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(removals);

        if (removals.Count == 0)
        {
            return;
        }

        var call = UnderLock(RemovalHead)
            .Then(Sql.AddRemovals, Namespace, Text(RemovalText.Of(removals)), Text(RemovalHead), Text(_engine.Channel), Text(Topic));
        var isDue = _cleanedAt == 0 || _clock.GetElapsedTime(_cleanedAt) > BetweenCleanings;
        if (isDue)
        {
            call.Then(Sql.ForgetRemovals, Namespace, Long(RemovalText.Forgotten), Long(MostRemovals));
        }

        await _engine.RunAsync(call, cancellationToken).ConfigureAwait(false);
        _cleanedAt = isDue ? _clock.GetTimestamp() : _cleanedAt;
    }

    /// <inheritdoc/>
    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) => _engine.ReadAsync(
        Call.Of(Sql.ReadRemovals, Namespace, Text(RemovalHead), Long(cursor)),
        static async (reader, _, stop) =>
        {
            var (removals, damaged, next) = (new List<RolloutRemoval>(), new List<string>(), 0L);
            while (await reader.ReadAsync(stop).ConfigureAwait(false))
            {
                next = reader.GetInt64(0);
                if (reader.IsDBNull(1))
                {
                    continue;
                }

                var flag = reader.GetString(1);
                if (RemovalText.TryRead(flag, reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)) is { } removal)
                {
                    removals.Add(removal);
                }
                else
                {
                    EngineDamage.Add(damaged, flag);
                }
            }

            return new RolloutRemovals(removals, next) { Damaged = damaged };
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<long> TakeNumberAsync(string counter, CancellationToken cancellationToken)
    {
        EngineText.ThrowIfNotKey(counter);

        return _engine.ReadAsync(
            Call.Of(Sql.TakeNumber, Namespace, Text(counter), Bool(counter == ProcessCounter)),
            static async (reader, _, stop) =>
            {
                await Rows.ReadOneAsync(reader, stop).ConfigureAwait(false);
                return reader.GetInt64(0);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task AppendAsync(RolloutLogBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);

        return _engine.RunAsync(
            UnderLock(LogHead).Then(Sql.Append, Namespace, Long(batch.Member), Long(batch.Sequence), Bytes(batch.Payload), Text(LogHead)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RolloutLogPage> ReadLogAsync(long from, CancellationToken cancellationToken) => _engine.ReadAsync(
        Call.Of(Sql.ReadLog, Namespace, Text(LogHead), Long(from), Long(PageEntries), Long(PageBytes)),
        static async (reader, _, stop) =>
        {
            var (entries, now, last) = (new List<RolloutLogEntry>(), default(DateTimeOffset), 0L);
            while (await reader.ReadAsync(stop).ConfigureAwait(false))
            {
                (now, last) = (Rows.Time(reader, 0), reader.GetInt64(1));
                if (!reader.IsDBNull(2))
                {
                    // Without a time it is damaged: the core says that it cannot be read.
                    var batch = reader.IsDBNull(3)
                        ? new RolloutLogBatch(0, 0, ReadOnlyMemory<byte>.Empty)
                        : new RolloutLogBatch(reader.GetInt64(4), reader.GetInt64(5), Rows.Bytes(reader, 6));
                    entries.Add(new RolloutLogEntry(reader.GetInt64(2), Rows.Time(reader, 3), batch));
                }
            }

            return new RolloutLogPage(now, last, entries);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<RolloutCheckpoint?> ReadCheckpointAsync(string flag, string id, int attempt, CancellationToken cancellationToken)
    {
        ThrowIfNoKey(flag, id);

        return _engine.ReadAsync(
            Call.Of(Sql.ReadCheckpoint, Namespace, Text(FlagOf(flag)), Text(id), Int(attempt)),
            (reader, _, stop) => ReadCheckpointAsync(reader, id, attempt, stop),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RolloutCheckpointHead?> ReadCheckpointHeadAsync(string flag, string id, int attempt, CancellationToken cancellationToken)
    {
        ThrowIfNoKey(flag, id);

        return _engine.ReadAsync(
            Call.Of(Sql.ReadCheckpointHead, Namespace, Text(FlagOf(flag)), Text(id), Int(attempt)),
            static async (reader, _, stop) => await reader.ReadAsync(stop).ConfigureAwait(false)
                ? new RolloutCheckpointHead(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetBoolean(3))
                : null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RolloutCheckpointWrite> WriteCheckpointAsync(RolloutCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ThrowIfNoKey(checkpoint.Flag, checkpoint.Id);

        var flag = FlagOf(checkpoint.Flag);
        var call = Call.Of(
                Sql.WriteCheckpoint,
                Namespace, Text(flag), Text(checkpoint.Id), Int(checkpoint.Attempt), Text(checkpoint.Flag), Long(checkpoint.Revision),
                Long(checkpoint.Position), Bytes(Encoding.UTF8.GetBytes(checkpoint.State)), Text(LogHead), Text(checkpoint.Origin))
            .Then(Sql.ReadCheckpoint, Namespace, Text(flag), Text(checkpoint.Id), Int(checkpoint.Attempt));
        return _engine.ReadAsync(
            call,
            async (reader, isAgain, stop) =>
            {
                var isWritten = await reader.ReadAsync(stop).ConfigureAwait(false);
                await reader.NextResultAsync(stop).ConfigureAwait(false);
                var current = await ReadCheckpointAsync(reader, checkpoint.Id, checkpoint.Attempt, stop).ConfigureAwait(false);

                // The answer to the first try was lost, and what it wrote is there.
                isWritten |= isAgain && current == checkpoint with { Revision = checkpoint.Revision + 1 };
                return new RolloutCheckpointWrite(isWritten, current);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task TrimAsync(long before, CancellationToken cancellationToken)
    {
        for (var trimmed = 1; trimmed > 0;)
        {
            var call = Call.Of(
                Sql.TrimLog, Namespace, Long(before), Long(TrimmedAtOnce), Text(LogHead), Long(RolloutCheckpoint.MostEntriesBehind));
            trimmed = await _engine.RunAsync(call, cancellationToken).ConfigureAwait(false);
        }

        await _engine.RunAsync(Call.Of(Sql.ForgetMembers, Namespace), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IDisposable Watch(Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);

        return _engine.Watch(Topic, changed);
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

    private static string FlagOf(string flag) => flag.ToUpperInvariant();

    private static void ThrowIfNoKey(string flag, string id)
    {
        EngineText.ThrowIfNotKey(flag);
        EngineText.ThrowIfNotKey(id);
    }

    // One of another rollout is no better than none.
    private static RolloutRecord? TryReadRecord(NpgsqlDataReader reader) =>
        EngineJson.TryReadRecord(Encoding.UTF8.GetBytes(reader.GetString(1)), reader.GetInt64(0)) is { } record
        && FlagOf(record.Flag) == reader.GetString(2) && record.Id == reader.GetString(3)
            ? record
            : null;

    private static async Task<RolloutCheckpoint?> ReadCheckpointAsync(NpgsqlDataReader reader, string id, int attempt, CancellationToken stop) =>
        !await reader.ReadAsync(stop).ConfigureAwait(false) ? null : new RolloutCheckpoint
        {
            Flag = reader.GetString(0),
            Id = id,
            Attempt = attempt,
            Revision = reader.GetInt64(1),
            Position = reader.GetInt64(2),
            Origin = reader.GetString(3),
            State = Encoding.UTF8.GetString(Rows.Bytes(reader, 4)),
        };

    private Call UnderLock(string head) => Call.Of(Sql.EnsureHead, Namespace, Text(head)).Then(Sql.LockHead, Namespace, Text(head));
}
