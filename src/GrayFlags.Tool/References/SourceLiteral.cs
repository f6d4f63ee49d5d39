namespace GrayFlags.Tool.References;

/// <summary>A quoted text in a source file.</summary>
/// <param name="Text">Its content.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column of its quote, from 1.</param>
/// <param name="Start">The place of the literal, with whatever stands before its quote, in the file.</param>
/// <param name="IsComputed">True when parts of it are computed.</param>
internal readonly record struct SourceLiteral(string Text, int Line, int Column, int Start, bool IsComputed);
