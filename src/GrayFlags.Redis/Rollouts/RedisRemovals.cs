using System.Globalization;
using GrayFlags.Engines;
using GrayFlags.Redis.Connections;
using GrayFlags.Redis.Scripts;
using StackExchange.Redis;

namespace GrayFlags.Redis.Rollouts;

/// <summary>Units that were excluded or readmitted: the latest entry of each, in the order of their numbers.</summary>
internal sealed class RedisRemovals(RedisConnection connection, RedisKeys keys)
{
    // As every other store; those that end first are forgotten first.
    private const int MostEntries = 200_000;
    private const int ForgottenAtOnce = 1_000;

    // Until then other nodes may have to learn of readmissions.
    private const int SecondsAfterEnd = 24 * 60 * 60;

    // A server runs one script at a time: none may take long.
    private const int AddedAtOnce = 500;
    private const int ReadAtOnce = 5_000;

    private const int TicksLength = 19;
    private const int UnitLength = 16;

    public async Task AddAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(removals);

        foreach (var removal in removals)
        {
            EngineText.ThrowIfNotKey(removal.Flag);
        }

        var channel = await connection.GetChannelAsync(keys.RolloutsChanged, cancellationToken).ConfigureAwait(false);
        foreach (var part in removals.Chunk(AddedAtOnce))
        {
            RedisValue[] arguments =
            [
                channel, MostEntries, ForgottenAtOnce, SecondsAfterEnd,
                .. part.SelectMany(static removal => new RedisValue[] { FieldOf(removal), ValueOf(removal) }),
            ];
            await connection.RunAsync(RedisScripts.AddRemovals, [keys.Removals, keys.RemovalsByNumber, keys.RemovalsByEnd], arguments, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<RolloutRemovals> ReadAsync(long cursor, CancellationToken cancellationToken)
    {
        var removals = new List<RolloutRemoval>();
        var isMore = true;
        while (isMore)
        {
            var answer = (RedisResult[])(await connection
                .RunAsync(RedisScripts.ReadRemovals, [keys.Removals, keys.RemovalsByNumber], [cursor, ReadAtOnce], cancellationToken).ConfigureAwait(false))!;
            cursor = long.Parse((string)answer[0]!, CultureInfo.InvariantCulture);
            isMore = (int)answer[1] == 1;
            removals.AddRange(((RedisValue[])answer[2]!).Select(RemovalOf));
        }

        return new RolloutRemovals(removals, cursor);
    }

    private static string FieldOf(RolloutRemoval removal) =>
        string.Create(CultureInfo.InvariantCulture, $"{removal.Unit:x16}:{removal.Flag.ToUpperInvariant()}");

    private static string ValueOf(RolloutRemoval removal) => string.Create(
        CultureInfo.InvariantCulture, $"{RedisTime.Wide(removal.At.UtcTicks)} {RedisTime.Wide(removal.Until.UtcTicks)} {removal.Unit:x16} {removal.Flag}");

    private static RolloutRemoval RemovalOf(RedisValue stored)
    {
        var text = stored.ToString();
        return new RolloutRemoval(
            text[((2 * TicksLength) + UnitLength + 3)..],
            ulong.Parse(text.AsSpan(2 * (TicksLength + 1), UnitLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            TimeOf(text.AsSpan(0, TicksLength)),
            TimeOf(text.AsSpan(TicksLength + 1, TicksLength)));
    }

    private static DateTimeOffset TimeOf(ReadOnlySpan<char> ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
