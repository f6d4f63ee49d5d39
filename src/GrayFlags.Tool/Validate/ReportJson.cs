using System.Text.Json;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Validate;

/// <summary>Findings as one JSON object.</summary>
internal static class ReportJson
{
    public static void Write(IReadOnlyList<SourceReport> reports, Terminal terminal) => terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("problems", reports.Sum(static report => report.Problems));
        json.WriteNumber("warnings", reports.Sum(static report => report.Warnings));
        json.WriteStartArray("sources");
        foreach (var report in reports)
        {
            Write(json, report);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, SourceReport report)
    {
        json.WriteStartObject();
        json.Field("source", report.Name).Field("flags", report.Flags).Field("segments", report.Segments);
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            var problem = finding.Problem;
            json.WriteStartObject();
            json.Field("severity", finding.Severity).Field("source", problem.Source).Field("line", problem.Line).Field("column", problem.Column)
                .Field("path", problem.Path).Field("message", problem.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
