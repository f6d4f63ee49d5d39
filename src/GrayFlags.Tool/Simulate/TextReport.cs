using GrayFlags.Tool.Common;
using GrayFlags.Tool.Subjects;
using Spectre.Console;

namespace GrayFlags.Tool.Simulate;

/// <summary>The findings of a simulation, for people.</summary>
internal sealed class TextReport(Terminal terminal, Findings findings)
{
    private const int MaxPairs = 15;

    public void Write()
    {
        var at = findings.Question.Moments.Count == 1 ? ", at " + Figures.Instant(findings.Question.Moments[0].At) : "";
        var what = findings.Source is Population ? "made-up user" : "subject";
        Sheet.Line(terminal, $"[bold]{Figures.Of(findings.Subjects, what)}[/]{at}");
        if (findings.Source is Population population)
        {
            SourceNotes.Write(terminal, population);
        }

        if (findings.Question.HasParts)
        {
            WriteParts();
        }
        else
        {
            WriteInstants();
        }

        Sheet.Line(terminal, "");
        foreach (var note in findings.Notes)
        {
            Sheet.Line(terminal, $"[yellow]note:[/] {Markup.Escape(note)}");
        }

        Sheet.Line(terminal, "[grey]Each interval holds the true share in 95 of 100 runs (Wilson).[/]");
    }

    private static Cell[] Row(string name, Share share, string style, bool hasBar) => share.Of == 0 ? [name, Cell.Number("nobody", "grey")] :
    [
        name,
        Cell.Number(Figures.Percent(share.Value), style),
        Cell.Number(Figures.Interval(share.Interval.Low, share.Interval.High), "grey"),
        Cell.Number(Figures.Count(share.Count)),
        .. hasBar ? new[] { new Cell(Bar.Of(share.Value), style) } : [],
    ];

    private void WriteParts()
    {
        for (var flag = 0; flag < findings.Question.Flags.Count; flag++)
        {
            Sheet.Line(terminal, "");
            Sheet.Line(terminal, $"[bold]{Markup.Escape(findings.Question.Flags[flag])}[/]");
            WriteFlag(flag);
        }

        WritePairs();
    }

    private void WriteFlag(int flag)
    {
        var sheet = new Sheet(terminal);
        sheet.Row(Row("on", findings.On(0, flag), "green", terminal.IsTerminal));
        if (findings.Question.Moments[0].Flags[flag].IsStatic)
        {
            sheet.Write();
            return;
        }

        Part(sheet, "by variant", findings.Variants(flag).Select(static each => (each.Name, each.Served)));
        Part(sheet, "by rule", findings.Deciders(flag).Select(static each => (Named(each.Name, each.Decided, each.On), each.Decided)));
        var regions = findings.Regions(flag).ToArray();
        Part(sheet, "by region: on, of those there", regions.Length > 1 ? regions : []);
        Part(sheet, "by segment: on, of its members", findings.Segments(flag));
        sheet.Write();
    }

    // The share is of those for whom it decides; what it serves is said where it is not on.
    private static string Named(string name, Share decided, Share on) =>
        decided.Count == on.Count && decided.Count > 0 ? name : on.Count == 0 && decided.Count > 0 ? $"{name}: off" : name;

    private void Part(Sheet sheet, string title, IEnumerable<(string Name, Share Share)> shares)
    {
        var isFirst = true;
        foreach (var (name, share) in shares)
        {
            if (isFirst)
            {
                sheet.Row(new Cell(title, "grey"));
                isFirst = false;
            }

            sheet.Row(Row("  " + name, share, "blue", terminal.IsTerminal));
        }
    }

    private void WritePairs()
    {
        var pairs = findings.Pairs().Where(static pair => pair.Both.Count > 0).OrderByDescending(static pair => pair.Both.Count).ToArray();
        if (pairs.Length == 0)
        {
            return;
        }

        Sheet.Line(terminal, "");
        Sheet.Line(terminal, "[bold]Overlap[/]");
        var sheet = new Sheet(terminal);
        foreach (var (flag, other, both, ifIndependent) in pairs.Take(MaxPairs))
        {
            sheet.Row([.. Row($"{flag} and {other}", both, "magenta", hasBar: false), new($"if independent {Figures.Percent(ifIndependent)}", "grey")]);
        }

        sheet.Write();
        if (pairs.Length > MaxPairs)
        {
            Sheet.Line(terminal, $"  … and {Figures.Of(pairs.Length - MaxPairs, "pair")} more; --json has them all");
        }
    }

    private void WriteInstants()
    {
        for (var flag = 0; flag < findings.Question.Flags.Count; flag++)
        {
            Sheet.Line(terminal, "");
            Sheet.Line(terminal, $"[bold]{Markup.Escape(findings.Question.Flags[flag])}[/]: on");
            var sheet = new Sheet(terminal);
            for (var moment = 0; moment < findings.Question.Moments.Count; moment++)
            {
                sheet.Row(Row(Figures.Instant(findings.Question.Moments[moment].At), findings.On(moment, flag), "green", terminal.IsTerminal));
            }

            sheet.Write();
        }
    }
}
