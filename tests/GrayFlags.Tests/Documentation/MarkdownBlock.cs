namespace GrayFlags.Tests.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page's path from the root of the repository.</param>
/// <param name="Kind">The text behind the opening fence.</param>
/// <param name="Line">The line of the opening fence, from 1.</param>
/// <param name="Text">The lines between the fences, joined by line feeds.</param>
/// <param name="Marks">The comments right above the fence, <c>&lt;!-- key: value --&gt;</c>, by their keys.</param>
internal sealed record MarkdownBlock(string Page, string Kind, int Line, string Text, IReadOnlyDictionary<string, string> Marks)
{
    private const string Fence = "```";
    private const string CommentStart = "<!--";
    private const string CommentEnd = "-->";

    public bool IsCode => Kind == "csharp";

    public bool IsJson => Kind is "json" or "jsonc";

    /// <summary>The surroundings that the page's author names; null when the block stands for itself.</summary>
    public string? Surroundings => Marks.GetValueOrDefault("in");

    public static IReadOnlyList<MarkdownBlock> ReadAll(string page, string markdown)
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
                throw new FormatException($"{page}: the fence of line {start + 1} is never closed.");
            }

            var text = string.Join('\n', lines[(start + 1)..end]);
            blocks.Add(new MarkdownBlock(page, lines[start][Fence.Length..].Trim(), start + 1, text, MarksAbove(lines, start)));
            start = end;
        }

        return blocks;
    }

    public override string ToString() => $"{Page}, line {Line}";

    private static Dictionary<string, string> MarksAbove(string[] lines, int fence)
    {
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var line = fence - 1; line >= 0 && lines[line].StartsWith(CommentStart, StringComparison.Ordinal); line--)
        {
            var parts = lines[line].Replace(CommentStart, "", StringComparison.Ordinal).Replace(CommentEnd, "", StringComparison.Ordinal).Split(':', 2);
            marks.Add(parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : "");
        }

        return marks;
    }
}
