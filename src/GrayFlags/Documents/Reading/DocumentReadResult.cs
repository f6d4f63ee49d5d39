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

    private DocumentReadResult(FlagDocument document, IReadOnlyList<DocumentProblem> leftOut)
    {
        Document = document;
        Problems = [];
        LeftOut = leftOut;
        Off = document.Off;
    }

    /// <summary>The document; null when there are problems, since a document is refused whole.</summary>
    public FlagDocument? Document { get; }

    /// <summary>Every problem, in the order of the text.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; }

    /// <summary>
    /// The reason for each flag of another system's document that was left out because it cannot be said here. Empty where such a document is refused whole.
    /// </summary>
    public IReadOnlyList<DocumentProblem> LeftOut { get; } = [];

    /// <summary>The kill switch as far as it could be read: also a refused document switches off what it names. Null: nothing of it could be read.</summary>
    public IReadOnlyList<string>? Off { get; }

    /// <summary>The minor number of the oldest schema that has every field of the document.</summary>
    internal int Minor { get; init; }

    /// <summary>The result of a format that could read the document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="leftOut">The reason for each flag that was left out. Default: none.</param>
    /// <returns>The result.</returns>
    public static DocumentReadResult Of(FlagDocument document, IReadOnlyList<DocumentProblem>? leftOut = null)
    {
        ArgumentNullException.ThrowIfNull(document);

        return new(document, leftOut ?? []);
    }

    /// <summary>The result of a format that refuses a document.</summary>
    /// <param name="problems">Why: at least one problem.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException"><paramref name="problems"/> is empty.</exception>
    public static DocumentReadResult Refused(IReadOnlyList<DocumentProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);

        return problems.Count > 0 ? new(null, problems, null) : throw new ArgumentException("A refusal has at least one problem.", nameof(problems));
    }
}
