namespace GrayFlags.Tests.Compilation;

/// <summary>A document with one problem, and how it must be told.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Json">The document; its first line is line 1.</param>
/// <param name="Path">The path of the problem.</param>
/// <param name="Line">The line of the problem.</param>
/// <param name="Message">Part of the message.</param>
internal sealed record ProblemRow(string Name, string Json, string Path, int Line, string Message)
{
    public override string ToString() => Name;
}
