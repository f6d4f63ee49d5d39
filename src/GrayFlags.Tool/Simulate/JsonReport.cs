using System.Text.Json;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Simulate;

/// <summary>The findings of a simulation, for programs.</summary>
internal static class JsonReport
{
    private const int Digits = 8;

    public static void Write(Terminal terminal, Findings findings) => terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("subjects", findings.Subjects);
        json.WriteStartArray("instants");
        for (var moment = 0; moment < findings.Question.Moments.Count; moment++)
        {
            WriteMoment(json, findings, moment);
        }

        json.WriteEndArray();
        if (findings.Question.HasPairs)
        {
            WritePairs(json, findings);
        }

        json.WriteTexts("notes", findings.Notes);
        if (findings.Source is ContextFile { BadLines: var bad })
        {
            Write(json, bad);
        }

        json.WriteEndObject();
    });

    /// <summary>The lines that could not be read.</summary>
    public static void Write(Utf8JsonWriter json, BadLines bad)
    {
        json.WriteNumber("badLineCount", bad.Count);
        json.WriteStartArray("badLines");
        foreach (var (line, problem) in bad.First)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line);
            json.WriteString("problem", problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMoment(Utf8JsonWriter json, Findings findings, int moment)
    {
        json.WriteStartObject();
        json.WriteString("at", Figures.Instant(findings.Question.Moments[moment].At));
        json.WriteStartArray("flags");
        for (var flag = 0; flag < findings.Question.Flags.Count; flag++)
        {
            json.WriteStartObject();
            json.WriteString("name", findings.Question.Flags[flag]);
            json.WritePropertyName("on");
            Write(json, findings.On(moment, flag));
            if (findings.Question.HasParts)
            {
                WriteParts(json, findings, flag);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter json, Findings findings, int flag)
    {
        json.WriteStartArray("decidedBy");
        foreach (var (name, rule, decided, on) in findings.Deciders(flag))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("rule", rule);
            json.WritePropertyName("subjects");
            Write(json, decided);
            json.WriteNumber("on", on.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WritePart(json, "variants", findings.Variants(flag));
        WritePart(json, "regions", findings.Regions(flag));
        WritePart(json, "segments", findings.Segments(flag));
    }

    private static void WritePart(Utf8JsonWriter json, string name, IEnumerable<(string Name, Share Share)> shares)
    {
        json.WriteStartArray(name);
        foreach (var (part, share) in shares)
        {
            json.WriteStartObject();
            json.WriteString("name", part);
            json.WritePropertyName("subjects");
            Write(json, share);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePairs(Utf8JsonWriter json, Findings findings)
    {
        json.WriteStartArray("overlap");
        foreach (var (flag, other, both, ifIndependent) in findings.Pairs())
        {
            json.WriteStartObject();
            json.WriteTexts("flags", [flag, other]);
            json.WritePropertyName("both");
            Write(json, both);
            json.WriteNumber("ifIndependent", Math.Round(ifIndependent, Digits));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Share share)
    {
        json.WriteStartObject();
        json.WriteNumber("count", share.Count);
        json.WriteNumber("of", share.Of);
        json.WriteNumber("share", Math.Round(share.Value, Digits));
        json.WriteNumber("low", Math.Round(share.Interval.Low, Digits));
        json.WriteNumber("high", Math.Round(share.Interval.High, Digits));
        json.WriteEndObject();
    }
}
