using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Documents.Writing;

internal static partial class DocumentWriter
{
    private static void WriteWindow(Utf8JsonWriter json, WindowDefinition window)
    {
        json.WriteStartObject("window");
        WriteText(json, "start", window.Start?.ToString());
        WriteText(json, "end", window.End?.ToString());
        WriteText(json, "timeZone", window.TimeZone);
        if (window.Recurrence is { } recurrence)
        {
            WriteRecurrence(json, recurrence);
        }

        json.WriteEndObject();
    }

    private static void WriteRecurrence(Utf8JsonWriter json, RecurrenceDefinition recurrence)
    {
        json.WriteStartObject("recurrence");
        WriteText(json, "every", Word(recurrence.Every));
        WriteInteger(json, "interval", recurrence.Interval);
        WriteList(json, "days", recurrence.Days?.Select(DayNames.Short).ToList());
        if (recurrence.DaysOfMonth is { } daysOfMonth)
        {
            json.WriteStartArray("daysOfMonth");
            foreach (var dayOfMonth in daysOfMonth)
            {
                json.WriteNumberValue(dayOfMonth);
            }

            json.WriteEndArray();
        }

        WriteText(json, "from", Time(recurrence.From));
        WriteText(json, "to", Time(recurrence.To));
        WriteText(json, "firstDayOfWeek", recurrence.FirstDayOfWeek is { } day ? DayNames.Short(day) : null);
        WriteText(json, "until", recurrence.Until?.ToString(DateFormat, CultureInfo.InvariantCulture));
        WriteInteger(json, "count", recurrence.Count);
        json.WriteEndObject();
    }

    private static void WritePercentage(Utf8JsonWriter json, PercentageDefinition percentage)
    {
        if (percentage.IsBareNumber)
        {
            json.WriteNumber("percentage", percentage.Of);
            return;
        }

        json.WriteStartObject("percentage");
        if (percentage.Ramp is null || percentage.Of != 0m)
        {
            json.WriteNumber("of", percentage.Of);
        }

        WriteText(json, "by", percentage.By);
        WriteText(json, "salt", percentage.Salt);
        if (percentage.From is { } from)
        {
            json.WriteNumber("from", from);
        }

        WriteBoolean(json, "overlap", percentage.Overlap);
        if (percentage.Ramp is { } ramp)
        {
            WriteRamp(json, ramp);
        }

        WriteText(json, "shape", Word(percentage.Shape));
        json.WriteEndObject();
    }

    private static void WriteRamp(Utf8JsonWriter json, IReadOnlyList<RampPointDefinition> ramp)
    {
        json.WriteStartArray("ramp");
        foreach (var point in ramp)
        {
            json.WriteStartObject();
            WriteInstant(json, "at", point.At);
            json.WriteNumber("of", point.Of);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInteger(Utf8JsonWriter json, string field, int? value)
    {
        if (value is { } integer)
        {
            json.WriteNumber(field, integer);
        }
    }

    private static string? Word<T>(T? word)
        where T : struct, Enum => word is { } given ? Word(given) : null;

    private static string? Time(TimeOnly? time) =>
        time?.ToString(time.Value.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
