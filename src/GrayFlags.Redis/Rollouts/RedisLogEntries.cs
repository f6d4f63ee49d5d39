using System.Globalization;
using GrayFlags.Redis.Connections;
using StackExchange.Redis;

namespace GrayFlags.Redis.Rollouts;

/// <summary>Entries of the log as a stream has them: the position is the second part of an entry's id.</summary>
internal static class RedisLogEntries
{
    private const int Member = 1;
    private const int Sequence = 3;
    private const int Time = 5;
    private const int Payload = 7;

    /// <summary>The answer of a read: time, id of the last entry, entries.</summary>
    public static RolloutLogPage PageOf(RedisResult[] answer) =>
        new(RedisTime.Of((RedisValue)answer[0]), PositionOf(answer[1]), [.. ((RedisResult[])answer[2]!).Select(EntryOf)]);

    private static RolloutLogEntry EntryOf(RedisResult entry)
    {
        var (id, fields) = (entry[0], entry[1]);
        if (fields.Length <= Payload || !IsNumber(fields[Member]) || !IsNumber(fields[Sequence]) || RedisTime.TryOf((string?)fields[Time] ?? "") is not { } at)
        {
            // Damaged, or not of the library: the core says that it cannot be read.
            return new RolloutLogEntry(PositionOf(id), DateTimeOffset.UnixEpoch, new RolloutLogBatch(0, 0, ReadOnlyMemory<byte>.Empty));
        }

        var batch = new RolloutLogBatch((long)fields[Member], (long)fields[Sequence], (byte[])fields[Payload]!);
        return new RolloutLogEntry(PositionOf(id), at, batch);
    }

    private static bool IsNumber(RedisResult field) => long.TryParse((string?)field, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static long PositionOf(RedisResult id)
    {
        var text = (string)id!;
        return long.Parse(text.AsSpan(text.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
    }
}
