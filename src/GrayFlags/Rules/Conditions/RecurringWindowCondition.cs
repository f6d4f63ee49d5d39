using System.Globalization;
using System.Text;
using GrayFlags.Documents;
using GrayFlags.Documents.Reading;
using GrayFlags.Rules.Time;

namespace GrayFlags.Rules.Conditions;

/// <summary>Now is in [start, end), and in one of the intervals that return on the clock of a time zone.</summary>
internal sealed class RecurringWindowCondition(WindowDefinition window, long startTicks, long endTicks, RecurrencePattern pattern, WallClock clock)
    : Condition, ITimedCondition
{
    public override long Steps => EvaluationCost.Recurrence;

    public override bool Holds(ref EvaluationFrame frame) => IsOpen(frame.NowTicks);

    public long StateAt(long utcTicks) => IsOpen(utcTicks) ? 1 : 0;

    // Each day's two times of day, whether or not an interval begins on that day: to look once more than needed costs nothing.
    public long? NextChange(long utcTicks)
    {
        if (utcTicks < startTicks)
        {
            return startTicks;
        }

        if (utcTicks >= endTicks || (clock.Shown(utcTicks) / TimeSpan.TicksPerDay) - 1 > pattern.LastDay)
        {
            return null;
        }

        var next = endTicks;
        var today = clock.Shown(utcTicks) / TimeSpan.TicksPerDay * TimeSpan.TicksPerDay;
        for (var day = today; day <= today + TimeSpan.TicksPerDay; day += TimeSpan.TicksPerDay)
        {
            next = Earlier(next, clock.FirstAt(day + pattern.From), utcTicks);
            next = Earlier(next, clock.FirstAt(day + pattern.To), utcTicks);
        }

        return next < DateTime.MaxValue.Ticks ? next : null;
    }

    private bool IsOpen(long utcTicks) => utcTicks >= startTicks && utcTicks < endTicks && pattern.Contains(clock.Shown(utcTicks));

    private static long Earlier(long next, long? found, long utcTicks) => found > utcTicks && found < next ? found.Value : next;

    public override ConditionExplanation Explain(ref EvaluationFrame frame) => new("window", Wanted(), Seen(frame.NowTicks), Holds(ref frame));

    private static string Shown(TimeOnly time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private string Wanted()
    {
        var recurrence = window.Recurrence!;
        var interval = recurrence.Interval ?? 1;
        var period = recurrence.IsMonthly ? "month" : recurrence.Days is null ? "day" : "week";
        var text = new StringBuilder(interval == 1 ? $"every {period}" : string.Create(CultureInfo.InvariantCulture, $"every {interval} {period}s"));
        if (recurrence.DaysOfMonth is { } daysOfMonth)
        {
            var numbers = string.Join(", ", daysOfMonth.Select(day => day.ToString(CultureInfo.InvariantCulture)));
            text.Append(" on ").Append(daysOfMonth.Count == 0 ? "no day" : "day " + numbers);
        }

        if (recurrence.Days is { } days)
        {
            text.Append(recurrence.DaysOfMonth is null ? " on " : " that is ");
            text.Append(days.Count == 0 ? "no day" : string.Join(", ", days.Select(DayNames.Short)));
        }

        var isNextDay = recurrence.To is { } to && to <= (recurrence.From ?? TimeOnly.MinValue);
        text.Append(
            CultureInfo.InvariantCulture,
            $" from {Shown(recurrence.From ?? TimeOnly.MinValue)} until before "
                + $"{(recurrence.To is { } end ? Shown(end) : "24:00")}{(isNextDay ? " of the next day" : "")} in {clock.Name}");
        AppendEnds(text, recurrence);
        return text.ToString();
    }

    private void AppendEnds(StringBuilder text, RecurrenceDefinition recurrence)
    {
        if (window.Start is { } start)
        {
            text.Append(CultureInfo.InvariantCulture, $", from {start}");
        }

        if (window.End is { } end)
        {
            text.Append(CultureInfo.InvariantCulture, $", until before {end}");
        }

        if (recurrence.Until is { } until)
        {
            text.Append(CultureInfo.InvariantCulture, $", last on {until:yyyy-MM-dd}");
        }

        if (recurrence.Count is { } count)
        {
            text.Append(CultureInfo.InvariantCulture, $", {count} times");
        }
    }

    private string Seen(long now)
    {
        var instant = new DateTimeOffset(now, TimeSpan.Zero).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
        var local = new DateTime(Math.Clamp(clock.LocalOf(now), 0, DateTime.MaxValue.Ticks));
        return string.Create(CultureInfo.InvariantCulture, $"now {instant}, there {DayNames.Short(local.DayOfWeek)} {local:yyyy-MM-ddTHH:mm:ss.FFFFFFF}");
    }
}
