using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Time;

namespace GrayFlags.Compilation;

/// <summary>Compiles recurrences into days and times; where one ends is worked out here, once.</summary>
internal sealed class RecurrenceCompiler(ProblemList problems)
{
    private const int MondayFirst = 6;

    /// <param name="window">The window, which has a recurrence.</param>
    /// <param name="clock">The clock of its zone; null where it has none, or none that is known.</param>
    /// <param name="start">The window's start in ticks of UTC. Null: none.</param>
    /// <param name="path">The path of the window.</param>
    public RecurrencePattern? Compile(WindowDefinition window, WallClock? clock, long? start, string[] path)
    {
        if (window.TimeZone is null)
        {
            problems.Add(window, "", ProblemText.NoTimeZone, path);
        }

        var recurrence = window.Recurrence!;
        string[] at = recurrence.IsShort ? path : [.. path, "recurrence"];
        var startDay = clock is null || start is null
            ? (DateOnly?)null
            : DateOnly.FromDateTime(new DateTime(Math.Clamp(clock.Shown(start.Value), 0, DateTime.MaxValue.Ticks)));
        var isGood = AreInRange(recurrence, at) & SaysWhatItMeans(recurrence, at) & Ends(window, startDay, at);
        return isGood && clock is not null ? Pattern(recurrence, clock, start, startDay) : null;
    }

    private static RecurrencePattern Pattern(RecurrenceDefinition recurrence, WallClock clock, long? start, DateOnly? startDay)
    {
        var isMonthly = recurrence.IsMonthly;
        var isWeekly = !isMonthly && recurrence.Days is not null;
        var interval = recurrence.Interval ?? 1;
        var pattern = new RecurrencePattern
        {
            Days = recurrence.Days is { } days ? days.Aggregate(0, (bits, day) => bits | (1 << Index(day))) : (1 << RecurrencePattern.DaysOfWeek) - 1,
            OpenDays = isWeekly ? RecurrencePattern.DaysOfWeek : 1,
            TurnDays = (isWeekly ? RecurrencePattern.DaysOfWeek : 1) * interval,
            From = recurrence.From?.Ticks ?? 0,
            To = recurrence.To?.Ticks ?? TimeSpan.TicksPerDay,
            LastDay = recurrence.Until?.DayNumber ?? long.MaxValue,
        };
        if (isMonthly)
        {
            pattern = pattern with { Months = new MonthDays(recurrence.DaysOfMonth, pattern.Days, interval, startDay?.DayNumber ?? 0) };
        }

        if (startDay is not { } day)
        {
            return pattern;
        }

        long first = day.DayNumber;
        var intoWeek =
            (Index(day.DayOfWeek) - Index(recurrence.FirstDayOfWeek ?? DayOfWeek.Monday) + RecurrencePattern.DaysOfWeek) % RecurrencePattern.DaysOfWeek;
        pattern = pattern with { FirstDay = first, TurnStart = isWeekly ? first - intoWeek : first };
        if (recurrence.Count is not { } count || pattern.Days == 0)
        {
            return pattern;
        }

        // An interval that is over when the window starts is not one of those that are counted.
        var isOver = pattern.From < pattern.To && clock.Shown(start!.Value) >= (first * TimeSpan.TicksPerDay) + pattern.To;
        pattern = isOver ? pattern with { FirstDay = first + 1 } : pattern;
        return pattern with { LastDay = pattern.DayOf(count) };
    }

    private static int Index(DayOfWeek day) => ((int)day + MondayFirst) % RecurrencePattern.DaysOfWeek;

    // Only documents that are built in code can break these: a reader lets none of it through.
    private bool AreInRange(RecurrenceDefinition recurrence, string[] path)
    {
        var isGood = Check(
            recurrence.Interval is null or (>= 1 and <= RecurrenceDefinition.MaxInterval), "interval", recurrence.Interval, RecurrenceDefinition.MaxInterval)
            & Check(recurrence.Count is null or >= 1, "count", recurrence.Count, int.MaxValue);
        if (recurrence.Every is { } every && !Enum.IsDefined(every))
        {
            isGood = Refuse(recurrence, "every", ProblemText.Kind(every.ToString(), "day, week or month"), path);
        }

        foreach (var day in recurrence.Days ?? [])
        {
            isGood &= Enum.IsDefined(day) || Refuse(recurrence, "days", ProblemText.NotADay(day.ToString()), path);
        }

        foreach (var day in recurrence.DaysOfMonth ?? [])
        {
            isGood &= RecurrenceDefinition.IsDayOfMonth(day)
                || Refuse(recurrence, "daysOfMonth", ProblemText.NotADayOfMonth(day.ToString(CultureInfo.InvariantCulture)), path);
        }

        return recurrence.FirstDayOfWeek is { } first && !Enum.IsDefined(first)
            ? Refuse(recurrence, "firstDayOfWeek", ProblemText.NotADay(first.ToString()), path)
            : isGood;

        bool Check(bool isInRange, string field, int? value, int max) =>
            isInRange || Refuse(recurrence, field, ProblemText.NotAnInteger(value!.Value.ToString(CultureInfo.InvariantCulture), 1, max), path);
    }

    private bool SaysWhatItMeans(RecurrenceDefinition recurrence, string[] path)
    {
        if (recurrence is { Days: null, DaysOfMonth: null, From: null, To: null, Interval: null or 1, Every: null or RecurrencePeriod.Day })
        {
            return Refuse(recurrence, "", ProblemText.RecurrenceSaysNothing, path);
        }

        var isGood = (recurrence.From ?? TimeOnly.MinValue) != recurrence.To || Refuse(recurrence, "to", ProblemText.FromIsTo, path);
        return recurrence switch
        {
            { Every: RecurrencePeriod.Day or RecurrencePeriod.Week, DaysOfMonth: not null } =>
                Refuse(recurrence, "daysOfMonth", ProblemText.NotMonthly, path),
            { Every: RecurrencePeriod.Month, Days: null, DaysOfMonth: null } => Refuse(recurrence, "every", ProblemText.MonthlyWithoutDays, path),
            { Every: RecurrencePeriod.Day, Days: not null } => Refuse(recurrence, "days", ProblemText.DaysOfADailyRecurrence, path),
            { Every: RecurrencePeriod.Week, Days: null } => Refuse(recurrence, "every", ProblemText.WeeklyWithoutDays, path),
            _ => isGood,
        };
    }

    private bool Ends(WindowDefinition window, DateOnly? startDay, string[] path)
    {
        var recurrence = window.Recurrence!;
        var isGood = recurrence is not { Until: not null, Count: not null } || Refuse(recurrence, "until", ProblemText.UntilAndCount, path);
        if (window.Start is null && (recurrence.Interval > 1 || recurrence.Count is not null))
        {
            isGood = Refuse(recurrence, recurrence.Interval > 1 ? "interval" : "count", ProblemText.NoAnchor, path);
        }

        return recurrence.Until is { } until && until < startDay
            ? Refuse(recurrence, "until", ProblemText.UntilBeforeStart(until, startDay.Value), path)
            : isGood;
    }

    private bool Refuse(RecurrenceDefinition recurrence, string field, string message, string[] path)
    {
        problems.Add(recurrence, field, message, path);
        return false;
    }
}
