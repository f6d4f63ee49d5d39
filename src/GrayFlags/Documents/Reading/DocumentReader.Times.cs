using System.Globalization;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss.FFFFFFF"];

    // Not the constant format itself, which also takes 7 for a week and 00:30 for half an hour.
    private static readonly string[] DurationFormats = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    private delegate bool TryParse<T>(string text, out T value);

    public static DateTimeOffset? ReadInstant(ref JsonCursor json)
    {
        if (json.TryReadInstant(out var instant))
        {
            return instant;
        }

        if (json.ReadText("a date and time, such as '2026-12-01T00:00:00+08:00',") is not { } text)
        {
            return null;
        }

        if (TryParseInstant(text, out instant))
        {
            return instant;
        }

        json.Report(IsLocal(text) ? ProblemText.NoOffset(LogSafeText.Quote(text)) : ProblemText.NotAnInstant(LogSafeText.Quote(text)));
        return null;
    }

    /// <summary>An instant, or a date with or without a time, local to a zone that the document names elsewhere.</summary>
    private static WindowEdgeDefinition? ReadWindowEdge(ref JsonCursor json)
    {
        if (json.TryReadInstant(out var instant))
        {
            return instant;
        }

        if (json.ReadText("a date and time, such as '2026-12-01T00:00:00+08:00',") is not { } text)
        {
            return null;
        }

        if (TryParseInstant(text, out instant))
        {
            return instant;
        }

        if (TryParseLocal(text, out var local))
        {
            return WindowEdgeDefinition.Local(local);
        }

        json.Report(ProblemText.NotAnInstant(LogSafeText.Quote(text)));
        return null;
    }

    public static TimeOnly? ReadTimeOfDay(ref JsonCursor json, bool isEnd)
    {
        if (json.ReadText("a time of day, such as '22:00',") is not { } text)
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        // The end of the day is what is meant where no end is given.
        if (!isEnd || text is not ("24:00" or "24:00:00"))
        {
            json.Report(ProblemText.NotATimeOfDay(LogSafeText.Quote(text)));
        }

        return null;
    }

    public static TimeSpan? ReadDuration(ref JsonCursor json)
    {
        if (json.ReadText(ProblemText.DurationAllowed) is not { } text)
        {
            return null;
        }

        if (TimeSpan.TryParseExact(text, DurationFormats, CultureInfo.InvariantCulture, out var duration))
        {
            return duration;
        }

        json.Report(ProblemText.NotADuration(LogSafeText.Quote(text)));
        return null;
    }

    public static List<DayOfWeek>? ReadDays(ref JsonCursor json) =>
        ParseEach<DayOfWeek>(ref json, json.ReadList(), DayNames.TryParse, ProblemText.NotADay);

    // Numbers, since they are counted; texts are read as well, as everywhere in configuration.
    public static List<int>? ReadDaysOfMonth(ref JsonCursor json) =>
        ParseEach<int>(ref json, json.ReadLiterals(isSplit: true), TryParseDayOfMonth, ProblemText.NotADayOfMonth);

    private static bool TryParseDayOfMonth(string text, out int day) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out day) && RecurrenceDefinition.IsDayOfMonth(day);

    private static List<T>? ParseEach<T>(ref JsonCursor json, IReadOnlyList<string>? texts, TryParse<T> tryParse, Func<string, string> problem)
    {
        if (texts is null)
        {
            return null;
        }

        var values = new List<T>(texts.Count);
        foreach (var text in texts)
        {
            if (tryParse(text, out var value))
            {
                values.Add(value);
            }
            else
            {
                json.Report(problem(LogSafeText.Quote(text)));
            }
        }

        return values;
    }

    public static DayOfWeek? ReadDay(ref JsonCursor json)
    {
        if (json.ReadText("a day of the week, such as 'mon',") is not { } text)
        {
            return null;
        }

        if (DayNames.TryParse(text, out var day))
        {
            return day;
        }

        json.Report(ProblemText.NotADay(LogSafeText.Quote(text)));
        return null;
    }

    /// <summary>A word out of a few, in any case.</summary>
    public static T? ReadWord<T>(ref JsonCursor json, string allowed)
        where T : struct, Enum
    {
        if (json.ReadText(allowed) is not { } text)
        {
            return null;
        }

        foreach (var word in Enum.GetValues<T>())
        {
            if (string.Equals(text, word.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        json.Report(ProblemText.Kind(LogSafeText.Quote(text), allowed));
        return null;
    }

    public static DateOnly? ReadDate(ref JsonCursor json)
    {
        if (json.ReadText("a date, such as '2027-03-01',") is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        json.Report(ProblemText.NotADate(LogSafeText.Quote(text)));
        return null;
    }

    private static FlagExpiry? ReadExpiry(ref JsonCursor json)
    {
        if (json.ReadText("a date, such as '2027-03-01',") is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        if (TryParseInstant(text, out var instant))
        {
            return instant;
        }

        json.Report(IsLocal(text) ? ProblemText.NoOffset(LogSafeText.Quote(text)) : ProblemText.NotAnExpiry(LogSafeText.Quote(text)));
        return null;
    }

    private static bool TryParseInstant(string text, out DateTimeOffset instant)
    {
        var isInstant = InstantText.TryParse(text, allowsLeapSecond: false, out var localTicks, out var offset) && offset is not null;
        instant = isInstant ? new DateTimeOffset(localTicks, TimeSpan.FromMinutes(offset.GetValueOrDefault())) : default;
        return isInstant;
    }

    private static bool IsLocal(string text) => TryParseLocal(text, out _);

    private static bool TryParseLocal(string text, out DateTime local)
    {
        if (InstantText.TryParse(text, allowsLeapSecond: false, out var localTicks, out var offset))
        {
            local = new DateTime(localTicks);
            return offset is null;
        }

        return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out local);
    }
}
