namespace GrayFlags.Tool.Common;

/// <summary>A cell of a sheet.</summary>
/// <param name="Text">The text, without markup.</param>
/// <param name="Style">A style of Spectre.Console such as <c>green</c>; empty for none.</param>
/// <param name="IsRight">True for numbers.</param>
internal readonly record struct Cell(string Text, string Style = "", bool IsRight = false)
{
    public static implicit operator Cell(string text) => new(text);

    public static Cell Number(string text, string style = "") => new(text, style, IsRight: true);
}
