using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Diff;

/// <summary>The findings of a comparison, as Markdown for a pull request.</summary>
internal static class DiffMarkdown
{
    public static void Write(Terminal terminal, DiffFindings findings)
    {
        var to = terminal.Out;
        to.WriteLine($"### Flags: `{findings.Old}` → `{findings.New}`");
        to.WriteLine();
        to.WriteLine(findings.Flipped.Count == 0
            ? $"No answer changes, of {findings.SubjectsText}, at {Figures.Instant(findings.At)}."
            : $"Of {findings.SubjectsText}, at {Figures.Instant(findings.At)}:");
        if (findings.Flipped.Count > 0)
        {
            WriteFlips(to, findings);
        }

        if (findings.Limit is { } limit)
        {
            to.WriteLine();
            to.WriteLine(findings.Exceeded.Count == 0
                ? $"No flag changes for more than {limit.Text}."
                : $"**More than {limit.Text}: {string.Join(", ", findings.Exceeded.Select(Code))}**");
        }

        WriteChanges(to, findings);
        WriteExamples(to, findings);
        foreach (var note in findings.Notes)
        {
            to.WriteLine();
            to.WriteLine($"> {Text(note)}");
        }
    }

    private static void WriteFlips(TextWriter to, DiffFindings findings)
    {
        to.WriteLine();
        to.WriteLine("| Flag | Affected | Off → on | On → off | Another variant | Another value |");
        to.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, flips) in findings.Flipped)
        {
            var counts = string.Join(" | ", DiffFindings.Kinds.Select(kind => Figures.Count(flips.CountOf(kind.Kind))));
            to.WriteLine($"| {Code(name)} | {Figures.Percent(findings.ShareOf(flips.Total))} | {counts} |");
        }
    }

    private static void WriteChanges(TextWriter to, DiffFindings findings)
    {
        to.WriteLine();
        to.WriteLine($"<details><summary>{Figures.Of(findings.Changes.Count, "change")} of the document</summary>");
        to.WriteLine();
        foreach (var change in findings.Changes)
        {
            to.WriteLine(change.Kind == "document" ? "- document" : $"- {change.Kind} {Code(change.Name)}: {change.What}");
            foreach (var field in change.Fields.Where(_ => change.What == "changed"))
            {
                var path = field.Path.Length > 0 ? Code(field.Path) : "all of it";
                to.WriteLine($"  - {path}: {Code(DiffText.Short(field.Before))} → {Code(DiffText.Short(field.After))}");
            }
        }

        to.WriteLine();
        to.WriteLine("</details>");
    }

    private static void WriteExamples(TextWriter to, DiffFindings findings)
    {
        if (findings.Flipped.Count == 0)
        {
            return;
        }

        to.WriteLine();
        to.WriteLine("<details><summary>Examples</summary>");
        to.WriteLine();
        to.WriteLine("| Flag | Who | Before | After |");
        to.WriteLine("| --- | --- | --- | --- |");
        foreach (var (name, flips) in findings.Flipped)
        {
            foreach (var flip in DiffFindings.Kinds.SelectMany(kind => flips.ExamplesOf(kind.Kind)))
            {
                to.WriteLine($"| {Code(name)} | {Code(DiffText.Who(flip))} | {Text(flip.Before)} | {Text(flip.After)} |");
            }
        }

        to.WriteLine();
        to.WriteLine("</details>");
    }

    // Text of others must not become structure: a bar would end a cell, an angle bracket begin HTML, a backtick end code.
    private static string Code(string text) =>
        "`" + Visible.Line(text).Replace('`', 'ˋ').Replace('\n', ' ').Replace('\r', ' ').Replace("|", "\\|", StringComparison.Ordinal) + "`";

    private static string Text(string text) =>
        Visible.Line(text).Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
            .Replace('\n', ' ').Replace('\r', ' ');
}
