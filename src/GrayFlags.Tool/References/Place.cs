namespace GrayFlags.Tool.References;

/// <summary>A place in source.</summary>
/// <param name="File">The file, as seen from the working directory.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
internal sealed record Place(string File, int Line, int Column)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}({Line},{Column})");
}
