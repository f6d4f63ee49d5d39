using GrayFlags.Documents;

namespace GrayFlags.Providers;

/// <summary>What came of one load of a provider.</summary>
/// <remarks>Whatever is not a good document leaves the last good one serving.</remarks>
public sealed class DocumentLoad
{
    private DocumentLoad(DocumentLoadOutcome outcome, FlagDocument? document, IReadOnlyList<DocumentProblem> problems, IReadOnlyList<string>? off, string? reason, string? fingerprint)
    {
        Outcome = outcome;
        Document = document;
        Problems = problems;
        Off = off;
        Reason = reason;
        Fingerprint = fingerprint;
    }

    /// <summary>Which of the outcomes it was.</summary>
    public DocumentLoadOutcome Outcome { get; }

    /// <summary>The document, when it was loaded.</summary>
    public FlagDocument? Document { get; }

    /// <summary>What is wrong in the document, when it was refused.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; }

    /// <summary>The kill switch of the document, also of a refused one. Null: unknown, and the one known before stays.</summary>
    public IReadOnlyList<string>? Off { get; }

    /// <summary>Why no document could be had, when the source was unavailable.</summary>
    public string? Reason { get; }

    /// <summary>What is odd, but no reason to refuse the document.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Tells equal documents apart from changed ones; null: computed from the document where it is needed.</summary>
    internal string? Fingerprint { get; }

    /// <summary>The source held a document.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    public static DocumentLoad Loaded(FlagDocument document) => Loaded(document, null);

    /// <summary>The source held something that is not a good document: the last good one keeps serving, the kill switch is obeyed.</summary>
    /// <param name="problems">Every problem.</param>
    /// <param name="off">The kill switch as far as it could be read. Null: could not be read, and the one known before stays.</param>
    /// <returns>The outcome.</returns>
    public static DocumentLoad Invalid(IReadOnlyList<DocumentProblem> problems, IReadOnlyList<string>? off = null) => Invalid(problems, off, null);

    /// <summary>The source could not be reached, or what it holds is missing: the last good document keeps serving.</summary>
    /// <param name="reason">Why, for people. Never a secret.</param>
    /// <returns>The outcome.</returns>
    public static DocumentLoad Unavailable(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);

        return new(DocumentLoadOutcome.Unavailable, null, [], null, reason, null);
    }

    /// <summary>The source has nothing to say, and rightly so: an optional section that nobody wrote.</summary>
    /// <returns>The outcome.</returns>
    public static DocumentLoad Nothing() => new(DocumentLoadOutcome.Nothing, null, [], [], null, null);

    internal static DocumentLoad Loaded(FlagDocument document, string? fingerprint)
    {
        ArgumentNullException.ThrowIfNull(document);

        return new(DocumentLoadOutcome.Loaded, document, [], document.Off, null, fingerprint);
    }

    internal static DocumentLoad Invalid(IReadOnlyList<DocumentProblem> problems, IReadOnlyList<string>? off, string? fingerprint)
    {
        ArgumentNullException.ThrowIfNull(problems);

        return new(DocumentLoadOutcome.Invalid, null, problems, off, null, fingerprint);
    }

    internal static DocumentLoad From(DocumentReadResult result, string? fingerprint) =>
        result.Document is { } document ? Loaded(document, fingerprint) : Invalid(result.Problems, result.Off, fingerprint);
}
