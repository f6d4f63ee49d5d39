using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents;

/// <summary>The base of everything a document defines.</summary>
public abstract class Definition
{
    private protected Definition()
    {
    }

    internal SourceLocation Mark { get; set; }
}
