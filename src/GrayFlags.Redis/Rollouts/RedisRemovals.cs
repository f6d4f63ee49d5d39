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

    // A value is time, end, unit and flag, with a blank between two.
    private const int UnitAt = 2 * (TicksLength + 1);
    private const int FlagAt = UnitAt + UnitLength + 1;

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
        var (removals, damaged) = (new List<RolloutRemoval>(), new List<string>());
        var isMore = true;
        while (isMore)
        {
            RedisResult[] answer;
            try
            {
                answer = (RedisResult[])(await connection
                    .RunAsync(RedisScripts.ReadRemovals, [keys.Removals, keys.RemovalsByNumber], [cursor, ReadAtOnce], cancellationToken)
                    .ConfigureAwait(false))!;
            }
            catch (IOException exception) when (RedisFailure.IsOfOtherType(exception))
            {
                // Somebody else's: nothing of it can be read, and everything that is not in it can.
                EngineDamage.Add(damaged, keys.Removals.ToString());
                break;
            }

            cursor = long.Parse((string)answer[0]!, CultureInfo.InvariantCulture);
            isMore = (int)answer[1] == 1;
            var fields = (RedisValue[])answer[2]!;
            for (var field = 0; field + 1 < fields.Length; field += 2)
            {
                if (TryRead(fields[field].ToString(), fields[field + 1].ToString()) is { } removal)
                {
                    removals.Add(removal);
                }
                else
                {
                    EngineDamage.Add(damaged, FlagOf(fields[field].ToString()));
                }
            }

            if ((int)answer[3] == 1)
            {
                EngineDamage.Add(damaged, keys.Removals.ToString());
            }
        }

        return new RolloutRemovals(removals, cursor) { Damaged = damaged };
    }

    private static string FieldOf(RolloutRemoval removal) =>
        string.Create(CultureInfo.InvariantCulture, $"{removal.Unit:x16}:{removal.Flag.ToUpperInvariant()}");

    private static string ValueOf(RolloutRemoval removal) => string.Create(
        CultureInfo.InvariantCulture, $"{RedisTime.Wide(removal.At.UtcTicks)} {RedisTime.Wide(removal.Until.UtcTicks)} {removal.Unit:x16} {removal.Flag}");

    // The flag of a field; the field where it is none of the library's. Never the unit.
    private static string FlagOf(string field) => field.Length > UnitLength + 1 && field[UnitLength] == ':' ? field[(UnitLength + 1)..] : field;

    // Null for one that is damaged, or is another unit's.
    private static RolloutRemoval? TryRead(string field, string value)
    {
        if (value.Length < FlagAt
            || (value[TicksLength], value[UnitAt - 1], value[FlagAt - 1]) != (' ', ' ', ' ')
            || !TryReadTime(value.AsSpan(0, TicksLength), out var at)
            || !TryReadTime(value.AsSpan(TicksLength + 1, TicksLength), out var until)
            || !ulong.TryParse(value.AsSpan(UnitAt, UnitLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            return null;
        }

        var removal = new RolloutRemoval(value[FlagAt..], unit, at, until);
        return FieldOf(removal) == field ? removal : null;
    }

    private static bool TryReadTime(ReadOnlySpan<char> ticks, out DateTimeOffset time)
    {
        var isTime = long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read <= DateTimeOffset.MaxValue.UtcTicks;
        time = isTime ? new DateTimeOffset(read, TimeSpan.Zero) : default;
        return isTime;
    }
}
