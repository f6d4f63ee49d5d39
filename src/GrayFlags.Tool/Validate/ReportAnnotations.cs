using System.Globalization;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Validate;

/// <summary>Findings as commands of a GitHub workflow, which shows them beside the lines of a pull request.</summary>
internal static class ReportAnnotations
{
    public static void Write(SourceReport report, Terminal terminal)
    {
        foreach (var finding in report.Findings)
        {
            var problem = finding.Problem;
            var place = new List<string>();
            Add("file", problem.Source);
            Add("line", problem.Line?.ToString(CultureInfo.InvariantCulture));
            Add("col", problem.Column?.ToString(CultureInfo.InvariantCulture));
            var properties = place.Count == 0 ? "" : " " + string.Join(',', place);
            terminal.Out.WriteLine($"::{finding.Severity}{properties}::{Escape(ProblemLine.What(problem))}");

            void Add(string name, string? value)
            {
                if (value is not null)
                {
                    place.Add($"{name}={Escape(value).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)}");
                }
            }
        }
    }

    private static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);
}
