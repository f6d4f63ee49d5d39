using Spectre.Console;
using Spectre.Console.Rendering;

namespace GrayFlags.Tool.Common;

/// <summary>Rows in columns, as wide as a terminal shows them: a Chinese character takes two cells.</summary>
/// <remarks>
/// Not a <see cref="Table"/>: what is piped ends its lines without spaces, is never wrapped or cut, and is the same whatever the width.
/// </remarks>
internal sealed class Sheet(Terminal terminal, string indent = "  ")
{
    private const string Gap = "  ";

    private readonly List<Cell[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public Sheet Row(params Cell[] cells)
    {
        _rows.Add(Array.ConvertAll(cells, static cell => cell with { Text = Visible.Line(cell.Text) }));
        return this;
    }

    public void Write()
    {
        var columns = _rows.Count == 0 ? 0 : _rows.Max(static row => row.Length);
        var widths = new int[columns];
        foreach (var row in _rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                widths[column] = Math.Max(widths[column], Width(row[column].Text));
            }
        }

        foreach (var row in _rows)
        {
            Line(terminal, indent + string.Join(Gap, row.Select((cell, column) => Shown(cell, widths[column], isLast: column == row.Length - 1))));
        }
    }

    /// <summary>Writes a line of markup: coloured in a terminal, plain when piped.</summary>
    public static void Line(Terminal terminal, string markup)
    {
        markup = Visible.Line(markup);
        if (terminal.IsTerminal)
        {
            terminal.Console.Write(new Markup(markup.TrimEnd()).Overflow(Overflow.Fold));
            terminal.Console.WriteLine();
        }
        else
        {
            terminal.Out.WriteLine(Markup.Remove(markup).TrimEnd());
        }
    }

    /// <summary>The number of cells of a terminal that a text takes.</summary>
    public static int Width(string text) => new Segment(text).CellCount();

    private static string Shown(Cell cell, int width, bool isLast)
    {
        var padding = new string(' ', width - Width(cell.Text));
        var text = Markup.Escape(cell.Text);
        var styled = cell.Style.Length > 0 && text.Length > 0 ? $"[{cell.Style}]{text}[/]" : text;
        return cell.IsRight ? padding + styled : isLast ? styled : styled + padding;
    }
}
