using GrayFlags.Documents;

namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>Windows, naively: every day from the start on is looked at, and each local time is asked of the runtime's time zone.</summary>
internal static class ReferenceWindow
{
    public static bool IsOpen(WindowDefinition window, DateTimeOffset now)
    {
        var zone = window.TimeZone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : null;
        DateTimeOffset? start = Instant(window.Start, zone), end = Instant(window.End, zone);
        if (now < start || now >= end)
        {
            return false;
        }

        if (window.Recurrence is not { } recurrence)
        {
            return true;
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone!).DateTime);
        var first = start is { } from ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone!).DateTime) : today.AddDays(-2);
        var count = 0;
        for (var day = first; day <= today; day = day.AddDays(1))
        {
            if (!Recurs(recurrence, start is null ? null : first, day))
            {
                continue;
            }

            // What is over when the window starts does not count.
            var (opens, closes) = Interval(recurrence, day, zone!);
            if (closes <= start)
            {
                continue;
            }

            count++;
            if ((recurrence.Count is null || count <= recurrence.Count) && opens <= now && now < closes)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Recurs(RecurrenceDefinition recurrence, DateOnly? first, DateOnly day)
    {
        if (day > recurrence.Until)
        {
            return false;
        }

        var interval = recurrence.Interval ?? 1;
        if (recurrence.Every == RecurrencePeriod.Month || recurrence.DaysOfMonth is not null)
        {
            var length = DateTime.DaysInMonth(day.Year, day.Month);
            return (recurrence.Days is null || recurrence.Days.Contains(day.DayOfWeek))
                && (recurrence.DaysOfMonth is null || recurrence.DaysOfMonth.Any(each => day.Day == (each > 0 ? each : length + 1 + each)))
                && (first is null || Months(first.Value, day) % interval == 0);
        }

        if (recurrence.Days is not { } days)
        {
            return first is null || (day.DayNumber - first.Value.DayNumber) % interval == 0;
        }

        return days.Contains(day.DayOfWeek) && (first is null || Weeks(first.Value, day, recurrence.FirstDayOfWeek ?? DayOfWeek.Monday) % interval == 0);
    }

    // How many times a new month has begun.
    private static int Months(DateOnly first, DateOnly day)
    {
        var months = 0;
        for (var next = first.AddDays(1); next <= day; next = next.AddDays(1))
        {
            months += next.Day == 1 ? 1 : 0;
        }

        return months;
    }

    // How many times a new week has begun.
    private static int Weeks(DateOnly first, DateOnly day, DayOfWeek firstDayOfWeek)
    {
        var weeks = 0;
        for (var next = first.AddDays(1); next <= day; next = next.AddDays(1))
        {
            weeks += next.DayOfWeek == firstDayOfWeek ? 1 : 0;
        }

        return weeks;
    }

    private static (DateTimeOffset Opens, DateTimeOffset Closes) Interval(RecurrenceDefinition recurrence, DateOnly day, TimeZoneInfo zone) =>
        (Instant(day.ToDateTime(recurrence.From ?? TimeOnly.MinValue), zone), Instant(LocalEnd(recurrence, day), zone));

    private static DateTime LocalEnd(RecurrenceDefinition recurrence, DateOnly day) => recurrence.To is { } to && to > (recurrence.From ?? TimeOnly.MinValue)
        ? day.ToDateTime(to)
        : day.AddDays(1).ToDateTime(recurrence.To ?? TimeOnly.MinValue);

    private static DateTimeOffset? Instant(WindowEdgeDefinition? edge, TimeZoneInfo? zone) => edge switch
    {
        null => null,
        { Offset: { } offset } written => new DateTimeOffset(written.DateTime, offset),
        { } local => Instant(local.DateTime, zone!),
    };

    // Minute by minute out of what is skipped; of two, the one farther east is first.
    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
    }
}
