using Spectre.Console;

namespace GrayFlags.Tool.Common;

/// <summary>A line made of pieces, each in its style: coloured in a terminal, plain and whole when piped.</summary>
internal sealed class StyledLine
{
    private readonly List<(string Text, Style Style)> _parts = [];

    public StyledLine Add(string text, Style? style = null)
    {
        _parts.Add((Visible.Line(text), style ?? Style.Plain));
        return this;
    }

    public Paragraph ToParagraph()
    {
        var paragraph = new Paragraph();
        foreach (var (text, style) in _parts)
        {
            paragraph.Append(text, style);
        }

        return paragraph;
    }

    /// <summary>Writes the line. Piped lines are whole, however long they are.</summary>
    public void WriteTo(Terminal terminal)
    {
        if (terminal.IsTerminal)
        {
            terminal.Console.Write(ToParagraph());
            terminal.Console.WriteLine();
        }
        else
        {
            terminal.Out.WriteLine(ToString());
        }
    }

    public override string ToString() => string.Concat(_parts.Select(static part => part.Text));
}
