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
        Write(terminal, ($"{report.Name} is ", Style.Plain), (verdict, new Style(isGood ? Color.Green : Color.Red)), (summary, Style.Plain));
    }

    private static void Write(Finding finding, Terminal terminal) => Write(
        terminal,
        (ProblemLine.Place(finding.Problem), new Style(decoration: Decoration.Bold)),
        (finding.IsWarning ? "warning: " : "", new Style(Color.Yellow)),
        (finding.Problem.Path.Length > 0 ? finding.Problem.Path + ": " : "", new Style(finding.IsWarning ? Color.Yellow : Color.Red)),
        (finding.Problem.Message, Style.Plain));

    // Piped lines are whole, however long they are.
    private static void Write(Terminal terminal, params (string Text, Style Style)[] parts)
    {
        if (!terminal.IsTerminal)
        {
            terminal.Out.WriteLine(string.Concat(parts.Select(static part => part.Text)));
            return;
        }

        var line = new Paragraph();
        foreach (var (text, style) in parts)
        {
            line.Append(text, style);
        }

        terminal.Console.Write(line);
        terminal.Console.WriteLine();
    }

    private static string Count(int count, string what) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
