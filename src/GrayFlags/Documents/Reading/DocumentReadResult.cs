namespace GrayFlags.Documents;

/// <summary>The result of reading a document: the document, or every problem that was found.</summary>
public sealed class DocumentReadResult
{
    internal DocumentReadResult(FlagDocument? document, IReadOnlyList<DocumentProblem> problems, IReadOnlyList<string>? off)
    {
        Document = problems.Count == 0 ? document : null;
        Problems = problems;
        Off = off;
    }

    /// <summary>The document; null when there are problems, since a document is refused whole.</summary>
    public FlagDocument? Document { get; }

    /// <summary>Every problem, in the order of the text.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; }

    /// <summary>The kill switch as far as it could be read: also a refused document switches off what it names. Null: nothing of it could be read.</summary>
    public IReadOnlyList<string>? Off { get; }
}
