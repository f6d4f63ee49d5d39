using System.Globalization;
using System.Text.Json;

namespace GrayFlags.Documents.Writing;

internal static partial class DocumentWriter
{
    public static void WriteWindow(Utf8JsonWriter json, string name, WindowDefinition window)
    {
        json.WriteStartObject(name);
        WriteText(json, "start", window.Start?.ToString());
        WriteText(json, "end", window.End?.ToString());
        WriteText(json, "timeZone", window.TimeZone);
        if (window.Recurrence is { } recurrence)
        {
            json.WriteStartObject("recurrence");
            WriteFields(json, RecurrenceField.All, recurrence.Values);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WritePercentage(Utf8JsonWriter json, string name, PercentageDefinition percentage)
    {
        if (percentage.IsBareNumber)
        {
            json.WriteNumber(name, percentage.Of);
            return;
        }

        json.WriteStartObject(name);
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
        WriteText(json, "hash", Word(percentage.Hash));
        WriteDecimal(json, "outOf", percentage.OutOf);
        WriteList(json, "fallbacks", percentage.Fallbacks);
        WriteText(json, "ifMissing", Word(percentage.IfMissing));
        WriteBoolean(json, "ignoreCase", percentage.IgnoreCase);
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

    public static string Time(TimeOnly time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
