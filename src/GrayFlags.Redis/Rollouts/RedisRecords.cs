using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using GrayFlags.Engines;
using GrayFlags.Redis.Connections;
using GrayFlags.Redis.Scripts;
using StackExchange.Redis;

namespace GrayFlags.Redis.Rollouts;

/// <summary>The records of rollouts, in one hash. They are read again only when one of them has changed: every process asks once a second.</summary>
internal sealed class RedisRecords(RedisConnection connection, RedisKeys keys)
{
    // As every other store: per flag, those that have ended, and those that were rolled back, which a document that brings the id back must not undo.
    private const int MaxEnded = 50;
    private const int MaxRolledBack = 1_000;

    // As the script that writes has it.
    private const long NoRevision = -1;

    // No version that a server can have: where nobody has written one yet, there may be records all the same.
    private volatile Known _known = new("-", [], []);

    /// <summary>The field of a rollout in a hash: its flag, ignoring case, and its id, without a way to mistake one for the other.</summary>
    public static string FieldOf(string flag, string id) => string.Create(CultureInfo.InvariantCulture, $"{flag.Length}:{flag.ToUpperInvariant()}:{id}");

    public async Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken)
    {
        var known = await ReadFieldsAsync(cancellationToken).ConfigureAwait(false);
        RolloutRecord[] records = [.. known.Records.Select(static stored => stored.Record)];
        return known.Damaged.Length == 0 ? records : throw EngineJson.Damage(records, known.Damaged);
    }

    /// <summary>The fields of rollouts that have ended for good, or until another attempt begins.</summary>
    public async Task<HashSet<RedisValue>> ReadEndedAsync(CancellationToken cancellationToken) =>
    [
        .. (await ReadFieldsAsync(cancellationToken).ConfigureAwait(false)).Records
            .Where(static stored => stored.Record.Phase is RolloutPhase.Cancelled or RolloutPhase.RolledBack).Select(static stored => stored.Field),
    ];

    public async Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        EngineText.ThrowIfNotKey(record.Flag);
        EngineText.ThrowIfNotKey(record.Id);

        var channel = await connection.GetChannelAsync(keys.RolloutsChanged, cancellationToken).ConfigureAwait(false);
        // Of a record without a number the next one has the first.
        var written = record with { Revision = Math.Max(record.Revision, 0) + 1 };
        var json = JsonSerializer.Serialize(written, EngineJson.Default.RolloutRecord);
        var value = string.Create(CultureInfo.InvariantCulture, $"{written.Revision} {json}");
        var answer = (RedisResult[])(await connection.RunAsync(
            RedisScripts.WriteRecord,
            [keys.Records],
            [FieldOf(record.Flag, record.Id), record.Revision, value, channel],
            cancellationToken).ConfigureAwait(false))!;
        if ((int)answer[0] != 1)
        {
            var field = FieldOf(record.Flag, record.Id);
            var (current, revision) = RecordOf(field, (RedisValue)answer[1]);
            return current is null
                ? throw EngineJson.Damage([], [new DamagedRollout(record.Flag, record.Id, revision)])
                : new RolloutWrite(false, current);
        }

        if (record.Revision == 0)
        {
            await ForgetAsync(written, cancellationToken).ConfigureAwait(false);
        }

        return new RolloutWrite(true, written);
    }

    // The rollouts of a flag never end to come, where every release is one.
    private async Task ForgetAsync(RolloutRecord written, CancellationToken cancellationToken)
    {
        if (_known.Records.Length < MaxEnded)
        {
            return;
        }

        var ofFlag = (await ReadFieldsAsync(cancellationToken).ConfigureAwait(false)).Records
            .Where(stored => string.Equals(stored.Record.Flag, written.Flag, StringComparison.OrdinalIgnoreCase) && stored.Record.Id != written.Id)
            .OrderByDescending(static stored => stored.Record.EndedAt ?? DateTimeOffset.MaxValue)
            .ToList();
        Stored[] gone =
        [
            .. ofFlag.Where(static stored => stored.Record.Phase is RolloutPhase.Completed or RolloutPhase.Cancelled).Skip(MaxEnded),
            .. ofFlag.Where(static stored => stored.Record.Phase == RolloutPhase.RolledBack).Skip(MaxRolledBack),
        ];
        if (gone.Length > 0)
        {
            var channel = await connection.GetChannelAsync(keys.RolloutsChanged, cancellationToken).ConfigureAwait(false);
            RedisValue[] arguments = [channel, .. gone.SelectMany(static stored => new RedisValue[] { stored.Field, stored.Value })];
            await connection.RunAsync(RedisScripts.ForgetRecords, [keys.Records], arguments, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Known> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        var known = _known;
        var answer = (RedisResult[])(await connection.RunAsync(RedisScripts.ReadRecords, [keys.Records], [known.Version], cancellationToken)
            .ConfigureAwait(false))!;
        if (answer.Length == 1)
        {
            return known;
        }

        var fields = (RedisValue[])answer[1]!;
        var (records, damaged) = (new List<Stored>(fields.Length / 2), new List<DamagedRollout>());
        for (var field = 0; field + 1 < fields.Length; field += 2)
        {
            // The empty field is the version.
            if (fields[field].IsNullOrEmpty)
            {
                continue;
            }

            var (record, revision) = RecordOf(fields[field], fields[field + 1]);
            if (record is not null)
            {
                records.Add(new Stored(fields[field], fields[field + 1], record));
            }
            else
            {
                var (flag, id) = KeyOf((string?)fields[field] ?? "");
                damaged.Add(new DamagedRollout(flag, id, revision));
            }
        }

        // The version grows, except in a server that has lost its data: whatever it says last is what it has.
        return _known = new Known((string)answer[0]!, [.. records], [.. damaged]);
    }

    // What is no field of a record belongs to no rollout that anybody can ask for.
    private static (string Flag, string Id) KeyOf(string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(field.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && colon + 1 + length < field.Length && field[colon + 1 + length] == ':'
                ? (field.Substring(colon + 1, length), field[(colon + length + 2)..])
                : (field, "");
    }

    // Null for one that is damaged, or is another rollout's; its revision all the same, by which it is replaced.
    private static (RolloutRecord? Record, long Revision) RecordOf(RedisValue field, RedisValue stored)
    {
        ReadOnlySpan<byte> bytes = (byte[])stored!;
        var revision = Utf8Parser.TryParse(bytes, out long parsed, out var length) ? parsed : NoRevision;
        var record = revision == NoRevision ? null : EngineJson.TryReadRecord(bytes[Math.Min(length + 1, bytes.Length)..], revision);
        return (record is not null && FieldOf(record.Flag, record.Id) == field ? record : null, revision);
    }

    private sealed record Known(string Version, Stored[] Records, DamagedRollout[] Damaged);

    private sealed record Stored(RedisValue Field, RedisValue Value, RolloutRecord Record);
}
