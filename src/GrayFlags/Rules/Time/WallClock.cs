using System.Runtime.CompilerServices;

namespace GrayFlags.Rules.Time;

/// <summary>
/// The clock on the wall of a time zone, as a function of the instant that never goes back: where clocks are set back, it stands still until the
/// hour that comes twice is over. Immutable, but for its source, which is the runtime's own.
/// </summary>
/// <remarks>
/// With such a clock "from local time a until before local time b" is a mere a &lt;= clock &lt; b. A time that is skipped then means the next valid
/// instant, and one that comes twice means its first, without a case of their own.
/// The years of the table answer in a few nanoseconds; TimeZoneInfo takes 100 to 700, and answers for all others.
/// </remarks>
internal sealed class WallClock
{
    // The table's years are 2010 to 2059, in slots of about 41 days.
    private const int SlotBits = 45;

    private static readonly long First = new DateTime(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long End = new DateTime(2060, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    // No two changes of a clock from 1970 to 2100 are less than a week apart, in any zone of tzdata.
    private static readonly long Step = 4 * TimeSpan.TicksPerDay;

    // The farthest that clocks were ever set back: a day, across the date line.
    private static readonly long LookBack = 26 * TimeSpan.TicksPerHour;

    private static readonly ConditionalWeakTable<TimeZoneInfo, WallClock> Clocks = [];

    private readonly TimeZoneInfo _zone;

    // Between two changes, and one more that starts after all time.
    private readonly (long Start, long Offset, long Floor)[] _segments;

    // The segment in which each slot begins.
    private readonly ushort[] _slots = new ushort[((End - First) >> SlotBits) + 1];

    private WallClock(TimeZoneInfo zone)
    {
        _zone = zone;
        List<(long Start, long Offset, long Floor)> segments = [(First, OffsetAt(First), ShownAtMost(First))];
        for (var at = First; at < End; at += Step)
        {
            var (_, offset, floor) = segments[^1];
            if (OffsetAt(at + Step) is var changed && changed != offset)
            {
                var change = ChangeBetween(at, at + Step);
                segments.Add((change, changed, Math.Max(floor, change + offset - 1)));
            }
        }

        _segments = [.. segments, (long.MaxValue, 0, 0)];
        for (int slot = 0, segment = 0; slot < _slots.Length; slot++)
        {
            while (_segments[segment + 1].Start <= First + ((long)slot << SlotBits))
            {
                segment++;
            }

            _slots[slot] = (ushort)segment;
        }
    }

    public string Name => _zone.Id;

    /// <summary>The clock of a zone. Made once for each, and again when the process reads its time zones anew.</summary>
    public static WallClock Of(TimeZoneInfo zone) => Clocks.GetValue(zone, static zone => new WallClock(zone));

    /// <summary>The time that the clock shows, in ticks of local time; after clocks were set back, the last time it showed before.</summary>
    public long Shown(long utcTicks)
    {
        if (utcTicks < First || utcTicks >= End)
        {
            return Math.Max(utcTicks + OffsetAt(utcTicks), ShownAtMost(utcTicks));
        }

        // A slot holds one change at most in all but a few zones; a binary search over the table costs four times as much.
        int segment = _slots[(utcTicks - First) >> SlotBits];
        while (_segments[segment + 1].Start <= utcTicks)
        {
            segment++;
        }

        return Math.Max(utcTicks + _segments[segment].Offset, _segments[segment].Floor);
    }

    /// <summary>The local time, as people there read it: also in an hour that comes twice.</summary>
    public long LocalOf(long utcTicks) => utcTicks + OffsetAt(utcTicks);

    /// <summary>The first instant at which the clock shows a local time or a later one; null where that is no instant of the years 1 to 9999.</summary>
    public long? FirstAt(long localTicks)
    {
        long before = Math.Max(0, localTicks - LookBack) - 1, at = Math.Min(DateTime.MaxValue.Ticks, localTicks + LookBack);
        if (Shown(0) > localTicks || Shown(at) < localTicks)
        {
            return null;
        }

        // Nearly always the instant that the offset says; a search asks the zone some hundred times, outside of the table's years for a microsecond each.
        if (localTicks - OffsetAt(Math.Clamp(localTicks, 0, DateTime.MaxValue.Ticks)) is var likely
            && likely > Math.Max(0, before)
            && likely <= at
            && Shown(likely) >= localTicks
            && Shown(likely - 1) < localTicks)
        {
            return likely;
        }

        while (at - before > 1)
        {
            var middle = before + ((at - before) / 2);
            (before, at) = Shown(middle) < localTicks ? (middle, at) : (before, middle);
        }

        return at;
    }

    private long OffsetAt(long utcTicks) => _zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;

    // The last time that was shown before clocks were set back, if that was within the last day.
    private long ShownAtMost(long utcTicks)
    {
        var before = Math.Max(0, utcTicks - LookBack);
        var offset = OffsetAt(before);
        return offset > OffsetAt(utcTicks) ? ChangeBetween(before, utcTicks) + offset - 1 : long.MinValue;
    }

    // Clocks change on the full second.
    private long ChangeBetween(long before, long after)
    {
        var offset = OffsetAt(before);
        long low = before / TimeSpan.TicksPerSecond, high = (after + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = OffsetAt(middle * TimeSpan.TicksPerSecond) == offset ? (middle, high) : (low, middle);
        }

        return high * TimeSpan.TicksPerSecond;
    }
}
