using GrayFlags.Tool.Common;
using Spectre.Console;

namespace GrayFlags.Tool.Validate;

/// <summary>Findings as people read them, a line each, and a summary of each source.</summary>
internal static class ReportText
{
    public static void Write(SourceReport report, Terminal terminal)
    {
        foreach (var finding in report.Findings)
        {
            Write(finding, terminal);
        }

        var isGood = report.Problems == 0;
        var verdict = isGood ? "good" : "refused";
        string[] counts =
        [
            .. report.Flags is { } flags ? [Count(flags, "flag")] : Array.Empty<string>(),
            .. report.Segments is > 0 and var segments ? [Count(segments, "segment")] : Array.Empty<string>(),
            .. report.Problems > 0 ? [Count(report.Problems, "problem")] : Array.Empty<string>(),
            .. report.Warnings > 0 ? [Count(report.Warnings, "warning")] : Array.Empty<string>(),
        ];
        var summary = ": " + string.Join(", ", counts);
        new StyledLine().Add($"{report.Name} is ").Add(verdict, new Style(isGood ? Color.Green : Color.Red)).Add(summary).WriteTo(terminal);
    }

    private static void Write(Finding finding, Terminal terminal)
    {
        var colour = new Style(finding.IsWarning ? Color.Yellow : Color.Red);
        new StyledLine()
            .Add(ProblemLine.Place(finding.Problem), new Style(decoration: Decoration.Bold))
            .Add(finding.IsWarning ? "warning: " : "", colour)
            .Add(finding.Problem.Path.Length > 0 ? finding.Problem.Path + ": " : "", colour)
            .Add(finding.Problem.Message)
            .WriteTo(terminal);
    }

    private static string Count(int count, string what) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
