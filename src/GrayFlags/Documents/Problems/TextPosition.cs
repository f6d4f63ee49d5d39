namespace GrayFlags.Documents.Problems;

/// <summary>A place in a text: a line and a character in it, both from 1. The default is no place.</summary>
/// <param name="Line">The line; 0: none.</param>
/// <param name="Column">The UTF-16 code unit in the line, as editors and compilers count; 0: unknown.</param>
internal readonly record struct TextPosition(int Line, int Column)
{
    public static TextPosition Start => new(1, 1);

    public int? LineOrNull => Line > 0 ? Line : null;

    public int? ColumnOrNull => Column > 0 ? Column : null;
}
