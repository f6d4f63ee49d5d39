using System.Text.Json;
using GrayFlags.Changes;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Simulate;
using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Diff;

/// <summary>The findings of a comparison, for programs.</summary>
internal static class DiffJson
{
    private const int Digits = 8;

    public static void Write(Terminal terminal, DiffFindings findings) => terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("old", findings.Old);
        json.WriteString("new", findings.New);
        json.WriteString("at", Figures.Instant(findings.At));
        json.WriteNumber("subjects", findings.Flips.Subjects);
        json.WriteStartArray("changes");
        foreach (var change in findings.Changes)
        {
            Write(json, change);
        }

        json.WriteEndArray();
        json.WriteStartArray("flips");
        foreach (var (name, flips) in findings.Flipped)
        {
            Write(json, findings, name, flips);
        }

        json.WriteEndArray();
        json.WriteTexts("exceeded", findings.Exceeded);
        json.WriteTexts("notes", findings.Notes);
        if (findings.Source is ContextFile { BadLines: var bad })
        {
            JsonReport.Write(json, bad);
        }

        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, EntryChange change)
    {
        json.WriteStartObject();
        json.WriteString("kind", change.Kind);
        json.WriteString("name", change.Name);
        json.WriteString("what", change.What);
        json.WriteStartArray("fields");
        foreach (var field in change.Fields)
        {
            json.WriteStartObject();
            json.WriteString("path", field.Path);
            WriteJson(json, "before", field.Before);
            WriteJson(json, "after", field.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DiffFindings findings, string name, FlagFlips flips)
    {
        json.WriteStartObject();
        json.WriteString("flag", name);
        json.WriteNumber("total", flips.Total);
        json.WriteNumber("share", Math.Round(findings.ShareOf(flips.Total), Digits));
        foreach (var (kind, _) in DiffFindings.Kinds)
        {
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), flips.CountOf(kind));
        }

        json.WriteStartArray("examples");
        foreach (var (kind, _) in DiffFindings.Kinds)
        {
            foreach (var flip in flips.ExamplesOf(kind))
            {
                json.WriteStartObject();
                json.WriteString("userId", flip.User);
                json.WriteString("region", flip.Region);
                json.WriteString("before", flip.Before);
                json.WriteString("after", flip.After);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter json, string name, string? value)
    {
        json.WritePropertyName(name);
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(value);
        }
    }
}
