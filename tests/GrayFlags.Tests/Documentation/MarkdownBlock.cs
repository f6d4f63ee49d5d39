namespace GrayFlags.Tests.Documentation;

/// <summary>A fenced block of a Markdown text.</summary>
/// <param name="Kind">What stands behind the opening fence.</param>
/// <param name="Line">The line of the opening fence, from 1.</param>
/// <param name="Text">The lines between the fences, joined by line feeds.</param>
internal sealed record MarkdownBlock(string Kind, int Line, string Text)
{
    private const string Fence = "```";

    public static IReadOnlyList<MarkdownBlock> ReadAll(string markdown)
    {
        var blocks = new List<MarkdownBlock>();
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var end = Array.IndexOf(lines, Fence, start + 1);
            if (end < 0)
            {
                throw new FormatException($"The fence of line {start + 1} is never closed.");
            }

            blocks.Add(new MarkdownBlock(lines[start][Fence.Length..].Trim(), start + 1, string.Join('\n', lines[(start + 1)..end])));
            start = end;
        }

        return blocks;
    }

    public override string ToString() => $"line {Line}: {Kind}";
}
