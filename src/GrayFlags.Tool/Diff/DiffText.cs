using GrayFlags.Tool.Common;
using Spectre.Console;

namespace GrayFlags.Tool.Diff;

/// <summary>The findings of a comparison, for people.</summary>
internal sealed class DiffText(Terminal terminal, DiffFindings findings)
{
    /// <summary>The longest JSON that is shown of a field.</summary>
    public const int MaxShown = 100;

    public void Write()
    {
        Line($"[bold]{Markup.Escape(findings.Old)} → {Markup.Escape(findings.New)}[/]");
        WriteChanges();
        Line("");
        Line($"[bold]Who is affected[/], of {findings.SubjectsText}, at {Figures.Instant(findings.At)}");
        WriteFlips();
        Line("");
        foreach (var note in findings.Notes)
        {
            Line($"[yellow]note:[/] {Markup.Escape(note)}");
        }

        if (findings.Limit is { } limit)
        {
            Line(findings.Exceeded.Count == 0
                ? $"[green]No flag changes for more than {Markup.Escape(limit.Text)}.[/]"
                : $"[red]More than {Markup.Escape(limit.Text)}: {Markup.Escape(string.Join(", ", findings.Exceeded))}[/]");
        }
    }

    /// <summary>A field's JSON, cut where it is long.</summary>
    public static string Short(string? json) => json is null ? "nothing" : json.Length <= MaxShown ? json : json[..MaxShown] + "…";

    private void WriteChanges()
    {
        if (findings.Changes.Count == 0)
        {
            Line("  nothing is written differently");
        }

        foreach (var change in findings.Changes)
        {
            var style = change.What switch { "added" => "green", "removed" => "red", _ => "yellow" };
            var sign = change.What switch { "added" => "+", "removed" => "-", _ => "~" };
            var title = change.Kind == "document" ? "document" : $"{change.Kind} {change.Name}";
            Line($"[{style}]{sign} {Markup.Escape(title)}[/]");
            var sheet = new Sheet(terminal, "    ");
            foreach (var field in change.Fields.Where(_ => change.What == "changed"))
            {
                sheet.Row(field.Path.Length > 0 ? field.Path : "all of it", new(Short(field.Before), "red"), "→", new(Short(field.After), "green"));
            }

            sheet.Write();
        }
    }

    private void WriteFlips()
    {
        if (findings.Flipped.Count == 0)
        {
            Line("  nobody");
            return;
        }

        foreach (var (name, flips) in findings.Flipped)
        {
            Line($"[bold]{Markup.Escape(name)}[/] changes for {Figures.Percent(findings.ShareOf(flips.Total))} ({Figures.Count(flips.Total)})");
            foreach (var (kind, text) in DiffFindings.Kinds.Where(kind => flips.CountOf(kind.Kind) > 0))
            {
                var count = flips.CountOf(kind);
                var bar = terminal.IsTerminal ? "  [blue]" + Bar.Of(findings.ShareOf(count)) + "[/]" : "";
                Line($"  {text}: {Figures.Count(count)}, {Figures.Percent(findings.ShareOf(count))}{bar}");
                var sheet = new Sheet(terminal, "    ");
                foreach (var flip in flips.ExamplesOf(kind))
                {
                    sheet.Row(new(Who(flip), "grey"), flip.Before, "→", flip.After);
                }

                sheet.Write();
            }
        }
    }

    /// <summary>A subject in a few words.</summary>
    public static string Who(Flip flip) => (flip.User ?? "nobody in particular") + (flip.Region is null ? "" : $" in {flip.Region}");

    private void Line(string markup) => Sheet.Line(terminal, markup);
}
