using System.Numerics;
using GrayFlags.Documents;

namespace GrayFlags.Rules.Time;

/// <summary>The days of every month, or of every so many months, on which intervals begin: BYMONTHDAY of RFC 5545, with BYDAY as a limit.</summary>
internal sealed class MonthDays
{
    private const int Longest = RecurrenceDefinition.MaxDayOfMonth;
    private const int MonthsOfYear = 12;
    private const int MaxMonth = 9_999 * MonthsOfYear;

    // The days of the calendar and those of the week fall alike again after 400 years.
    private const int CycleMonths = 400 * MonthsOfYear;

    // A bit for the first day of each of five weeks.
    private const ulong EachWeek = 1 | (1UL << 7) | (1UL << 14) | (1UL << 21) | (1UL << 28);

    private readonly ulong _fromStart;
    private readonly ulong _fromEnd;
    private readonly int _weekdays;
    private readonly int _interval;
    private readonly int _firstMonth;

    /// <param name="days">The days: 1 to 31 from a month's first, -1 to -31 from its last. A month that has no such day is passed over. Null: all days.</param>
    /// <param name="weekdays">A bit for each day of the week that counts, Monday first.</param>
    /// <param name="interval">The number of months from one to the next.</param>
    /// <param name="firstDay">A day of the first month, from 0001-01-01; its month matters only if the interval is above 1.</param>
    public MonthDays(IReadOnlyList<int>? days, int weekdays, int interval, long firstDay)
    {
        (_weekdays, _interval, _firstMonth) = (weekdays, interval, MonthOf(DateOnly.FromDayNumber((int)firstDay)));
        _fromStart = days is null ? ulong.MaxValue : 0;
        foreach (var day in days ?? [])
        {
            _fromStart |= day > 0 ? 1UL << (day - 1) : 0;
            _fromEnd |= day < 0 ? 1UL << (Longest + day) : 0;
        }
    }

    /// <summary>True if an interval begins on a day.</summary>
    public bool Contains(long day)
    {
        // The day before time began, and the one after its end, are asked as well.
        if (day < 0 || day > DateOnly.MaxValue.DayNumber)
        {
            return false;
        }

        var date = DateOnly.FromDayNumber((int)day);
        var month = MonthOf(date);
        return (month - _firstMonth) % _interval == 0 && (DaysOf(month) & (1UL << (date.Day - 1))) != 0;
    }

    /// <summary>The day of the interval that is the last of so many from a day on; none, if time ends before.</summary>
    public long DayOf(long count, long firstDay)
    {
        // A window may start on the last day of time, when that day's interval is over.
        if (firstDay > DateOnly.MaxValue.DayNumber)
        {
            return long.MaxValue;
        }

        var first = DateOnly.FromDayNumber((int)firstDay);
        var month = MonthOf(first);
        var days = (month - _firstMonth) % _interval == 0 ? DaysOf(month) & (ulong.MaxValue << (first.Day - 1)) : 0;
        var next = month + _interval - ((month - _firstMonth) % _interval);
        var left = count - BitOperations.PopCount(days);
        if (left > 0 && CycleMonths % _interval == 0)
        {
            // A document may hold thousands of these, each with an end in the year 9999.
            (next, left) = PassCycles(next, left);
        }

        while (left > 0)
        {
            if (next >= MaxMonth)
            {
                return long.MaxValue;
            }

            (month, days) = (next, DaysOf(next));
            left -= BitOperations.PopCount(days);
            next += _interval;
        }

        // The month has so many too many.
        for (; left < 0; left++)
        {
            days &= ~(1UL << BitOperations.Log2(days));
        }

        return FirstOf(month).DayNumber + BitOperations.Log2(days);
    }

    private (int Next, long Left) PassCycles(int next, long left)
    {
        if (next + CycleMonths > MaxMonth)
        {
            return (next, left);
        }

        var each = 0L;
        for (var month = next; month < next + CycleMonths; month += _interval)
        {
            each += BitOperations.PopCount(DaysOf(month));
        }

        var cycles = each == 0 ? MaxMonth / CycleMonths : Math.Min((left - 1) / each, (MaxMonth - next) / CycleMonths);
        return (next + ((int)cycles * CycleMonths), left - (cycles * each));
    }

    private static int MonthOf(DateOnly date) => ((date.Year - 1) * MonthsOfYear) + date.Month - 1;

    private static DateOnly FirstOf(int month) => new((month / MonthsOfYear) + 1, (month % MonthsOfYear) + 1, 1);

    // A bit for each day of the month.
    private ulong DaysOf(int month)
    {
        var first = FirstOf(month);
        var length = DateTime.DaysInMonth(first.Year, first.Month);
        var weekday = first.DayNumber % RecurrencePattern.DaysOfWeek;
        var week = (ulong)((_weekdays >> weekday) | (_weekdays << (RecurrencePattern.DaysOfWeek - weekday))) & ((1UL << RecurrencePattern.DaysOfWeek) - 1);
        return (_fromStart | (_fromEnd >> (Longest - length))) & (week * EachWeek) & ((1UL << length) - 1);
    }
}
