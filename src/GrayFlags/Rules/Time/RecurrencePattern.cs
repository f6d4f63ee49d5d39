namespace GrayFlags.Rules.Time;

/// <summary>The local days on which intervals begin, and the hours during which they last. Days are counted from 0001-01-01, a Monday.</summary>
internal sealed record RecurrencePattern
{
    public const int DaysOfWeek = 7;

    /// <summary>The first and the last day on which an interval may begin.</summary>
    public long FirstDay { get; init; } = long.MinValue;

    /// <inheritdoc cref="FirstDay"/>
    public long LastDay { get; init; } = long.MaxValue;

    /// <summary>A bit for each day of the week, Monday first.</summary>
    public int Days { get; init; } = (1 << DaysOfWeek) - 1;

    /// <summary>The number of days in one turn: a day or a week, times the interval.</summary>
    public long TurnDays { get; init; } = 1;

    /// <summary>The first this many days of each turn may have an interval: 1, or a week's 7.</summary>
    public long OpenDays { get; init; } = 1;

    /// <summary>A day on which a turn begins.</summary>
    public long TurnStart { get; init; }

    /// <summary>The days of the months, if it goes by months; null when it goes by turns.</summary>
    public MonthDays? Months { get; init; }

    /// <summary>The local time of day at which an interval begins, in ticks.</summary>
    public long From { get; init; }

    /// <summary>The local time of day before which it ends, in ticks: at or before <see cref="From"/> on the next day.</summary>
    public long To { get; init; } = TimeSpan.TicksPerDay;

    /// <summary>True if a local time lies in an interval.</summary>
    public bool Contains(long localTicks)
    {
        // A week ahead, so that the first hours of time in a zone west of Greenwich are not before 0.
        var day = Math.DivRem(localTicks + (DaysOfWeek * TimeSpan.TicksPerDay), TimeSpan.TicksPerDay, out var time) - DaysOfWeek;
        return From < To
            ? time >= From && time < To && BeginsOn(day)
            : (time >= From && BeginsOn(day)) || (time < To && BeginsOn(day - 1));
    }

    /// <summary>True if an interval begins on a day.</summary>
    public bool BeginsOn(long day)
    {
        if (day < FirstDay || day > LastDay)
        {
            return false;
        }

        if (Months is not null)
        {
            return Months.Contains(day);
        }

        if ((Days & (1 << (int)((day + DaysOfWeek) % DaysOfWeek))) == 0)
        {
            return false;
        }

        // Only a recurrence with a start has turns longer than what is open in them, so the difference is never negative here.
        return TurnDays == OpenDays || (day - TurnStart) % TurnDays < OpenDays;
    }

    /// <summary>The day of the interval that is the last of so many from <see cref="FirstDay"/> on.</summary>
    public long DayOf(long count)
    {
        if (Months is not null)
        {
            return Months.DayOf(count, FirstDay);
        }

        // A turn at a time until the first turn is over, then by division: an end in the year 9999 takes no longer.
        var perTurn = TurnDays == 1 || OpenDays == 1 ? 1 : System.Numerics.BitOperations.PopCount((uint)Days);
        var turns = Math.Max(0, ((count - 1) / perTurn) - 1);
        var day = FirstDay + (turns * TurnDays);
        for (var left = count - (turns * perTurn); ; day++)
        {
            if (BeginsOn(day) && --left == 0)
            {
                return day;
            }

            // The closed part of a turn, which may last a thousand weeks, is passed over at once.
            if ((day - TurnStart) % TurnDays is var into && into >= OpenDays)
            {
                day += TurnDays - into - 1;
            }
        }
    }
}
