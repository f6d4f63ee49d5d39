using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>Options for reading a document.</summary>
public sealed class DocumentReaderOptions
{
    /// <summary>The name of the source in problems, for example a file's path. Default: none.</summary>
    public string? Source { get; init; }

    /// <summary>True: comments and trailing commas are allowed. Default: true.</summary>
    public bool AllowComments { get; init; } = true;

    /// <summary>The limits of a document.</summary>
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;

    // Configuration has only text: there "25" is the number 25 and "true" the boolean, and lines mean nothing.
    internal bool LiteralsAreText { get; init; }

    // What this library has saved may be older than a rule of its reader. The rules must go on serving; a version beyond the largest counts as none,
    // so that any document may follow it.
    internal bool IsOwnCopy { get; init; }
}
