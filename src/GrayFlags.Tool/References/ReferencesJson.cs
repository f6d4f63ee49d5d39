using System.Text.Json;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.References;

/// <summary>The names of flags in source, for programs.</summary>
internal static class ReferencesJson
{
    public static void Write(Terminal terminal, ReferenceFindings findings) => terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("files", findings.Files);
        WriteNames(json, "used", findings.Used);
        json.WriteStartArray("unused");
        foreach (var (name, requiredBy) in findings.Unused)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteTexts("requiredBy", requiredBy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteNames(json, "undefined", findings.Undefined);
        json.WriteStartArray("expired");
        foreach (var (name, expires, places) in findings.Expired)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("expires", expires.ToString());
            WritePlaces(json, "places", places);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (findings.Stale is { } stale)
        {
            json.WriteStartArray("stale");
            foreach (var (name, why, places) in stale)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("why", why);
                WritePlaces(json, "places", places);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WritePlaces(json, "computed", findings.Computed);
        json.WriteEndObject();
    });

    private static void WriteNames(Utf8JsonWriter json, string field, IReadOnlyDictionary<string, List<Place>> names)
    {
        json.WriteStartArray(field);
        foreach (var (name, places) in names)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            WritePlaces(json, "places", places);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePlaces(Utf8JsonWriter json, string field, IEnumerable<Place> places)
    {
        json.WriteStartArray(field);
        foreach (var place in places)
        {
            json.WriteStartObject();
            json.WriteString("file", place.File);
            json.WriteNumber("line", place.Line);
            json.WriteNumber("column", place.Column);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
