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

    private volatile Known _known = new("", []);

    /// <summary>The field of a rollout in a hash: its flag, ignoring case, and its id, without a way to mistake one for the other.</summary>
    public static string FieldOf(string flag, string id) => string.Create(CultureInfo.InvariantCulture, $"{flag.Length}:{flag.ToUpperInvariant()}:{id}");

    public async Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await ReadFieldsAsync(cancellationToken).ConfigureAwait(false)).Select(static stored => stored.Record)];

    public async Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        EngineText.ThrowIfNotKey(record.Flag);
        EngineText.ThrowIfNotKey(record.Id);

        var channel = await connection.GetChannelAsync(keys.RolloutsChanged, cancellationToken).ConfigureAwait(false);
        var written = record with { Revision = record.Revision + 1 };
        var json = JsonSerializer.Serialize(written, EngineJson.Default.RolloutRecord);
        var value = string.Create(CultureInfo.InvariantCulture, $"{written.Revision} {json}");
        var answer = (RedisResult[])(await connection.RunAsync(
            RedisScripts.WriteRecord,
            [keys.Records],
            [FieldOf(record.Flag, record.Id), record.Revision, value, channel],
            cancellationToken).ConfigureAwait(false))!;
        if ((int)answer[0] != 1)
        {
            return new RolloutWrite(false, RecordOf((RedisValue)answer[1]));
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

        var ofFlag = (await ReadFieldsAsync(cancellationToken).ConfigureAwait(false))
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

    private async Task<Stored[]> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        var known = _known;
        var answer = (RedisResult[])(await connection.RunAsync(RedisScripts.ReadRecords, [keys.Records], [known.Version], cancellationToken)
            .ConfigureAwait(false))!;
        if (answer.Length == 1)
        {
            return known.Records;
        }

        var fields = (RedisValue[])answer[1]!;
        var records = new List<Stored>(fields.Length / 2);
        for (var field = 0; field + 1 < fields.Length; field += 2)
        {
            // The empty field is the version.
            if (!fields[field].IsNullOrEmpty)
            {
                records.Add(new Stored(fields[field], fields[field + 1], RecordOf(fields[field + 1])));
            }
        }

        // The version grows, except in a server that has lost its data: whatever it says last is what it has.
        _known = new Known((string)answer[0]!, [.. records]);
        return _known.Records;
    }

    private static RolloutRecord RecordOf(RedisValue stored)
    {
        ReadOnlySpan<byte> bytes = (byte[])stored!;
        return Utf8Parser.TryParse(bytes, out long revision, out var length)
            ? EngineJson.ReadRecord(bytes[Math.Min(length + 1, bytes.Length)..], revision)
            : throw new InvalidDataException("The record of a rollout is damaged: it has no revision.");
    }

    private sealed record Known(string Version, Stored[] Records);

    private sealed record Stored(RedisValue Field, RedisValue Value, RolloutRecord Record);
}
