using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>Converts Microsoft.TimeWindow, with its recurrences.</summary>
internal static class TimeWindows
{
    // A window here returns within a day: a longer one is put together from halves of days.
    private static readonly TimeSpan Piece = TimeSpan.FromHours(12);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <exception cref="NotExpressibleException">The parameters are not valid; the message begins with the name of the one that is not.</exception>
    public static ConditionsDefinition Convert(JsonElement parameters)
    {
        var start = Instant(parameters.Field("Start"), "Start");
        var end = Instant(parameters.Field("End"), "End");
        if (parameters.Field("Recurrence") is { } given)
        {
            return Recurring(RecurrenceSettings.Read(start, end, given));
        }

        // Without either, and with an end before the start, the filter is never met.
        return (start is null && end is null) || end <= start
            ? Terms.Never
            : new ConditionsDefinition { Window = new() { Start = Edge(start), End = Edge(end) } };
    }

    /// <exception cref="NotExpressibleException">The text is no date, or one without an offset, which means another instant on each machine there.</exception>
    public static DateTimeOffset Instant(string text, string name)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var written))
        {
            throw new NotExpressibleException($"{name}: '{text}' is no date");
        }

        return written.Kind == DateTimeKind.Unspecified
            ? throw new NotExpressibleException($"{name}: '{text}' has no offset, and is another instant on each machine; write it with Z or +08:00")
            : instant;
    }

    private static WindowEdgeDefinition? Edge(DateTimeOffset? instant) => instant is { } given ? WindowEdgeDefinition.FromDateTimeOffset(given) : null;

    private static DateTimeOffset? Instant(JsonElement? given, string name) => given?.AsText() is { Length: > 0 } text ? Instant(text, name) : null;

    private static ConditionsDefinition Recurring(RecurrenceSettings recurrence)
    {
        var pieces = new List<ConditionsDefinition>();
        var length = recurrence.Duration < Day ? recurrence.Duration : Piece;
        for (var offset = TimeSpan.Zero; offset < recurrence.Duration; offset += length)
        {
            var rest = recurrence.Duration - offset;
            pieces.Add(new ConditionsDefinition { Window = Window(recurrence, offset, rest < length ? rest : length) });
        }

        return Terms.Any(pieces);
    }

    // All by the clock of UTC: the offset of the start holds for ever, so that days only shift.
    private static WindowDefinition Window(RecurrenceSettings recurrence, TimeSpan offset, TimeSpan length)
    {
        var start = (recurrence.Start + offset).ToUniversalTime();
        var shift = (start.Date - recurrence.Start.Date).Days;
        var end = start + length;
        return new WindowDefinition
        {
            Start = WindowEdgeDefinition.FromDateTimeOffset(start),
            TimeZone = "UTC",
            Recurrence = new RecurrenceDefinition
            {
                Every = recurrence.Days is null ? RecurrencePeriod.Day : RecurrencePeriod.Week,
                Interval = recurrence.Interval == 1 ? null : recurrence.Interval,
                Days = recurrence.Days is { } days ? [.. days.Select(day => Shifted(day, shift))] : null,
                FirstDayOfWeek = recurrence.Days is null || recurrence.Interval == 1 ? null : Shifted(recurrence.FirstDayOfWeek, shift),
                From = TimeOnly.FromTimeSpan(start.TimeOfDay),
                To = end.TimeOfDay == TimeSpan.Zero ? null : TimeOnly.FromTimeSpan(end.TimeOfDay),
                Count = recurrence.Count,
                Until = recurrence.LastDay(shift),
            },
        };
    }

    private static DayOfWeek Shifted(DayOfWeek day, int shift) => (DayOfWeek)((((int)day + shift) % 7 + 7) % 7);
}
