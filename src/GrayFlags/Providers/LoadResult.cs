using GrayFlags.Documents;
using GrayFlags.Providers;

namespace GrayFlags;

/// <summary>The result of one load of a provider.</summary>
/// <remarks>Whatever is not a good document leaves the last good one serving.</remarks>
public sealed class LoadResult
{
    private LoadResult(
        LoadOutcome outcome,
        FlagDocument? document,
        IReadOnlyList<DocumentProblem> problems,
        IReadOnlyList<string>? off,
        string? reason,
        string? fingerprint)
    {
        Outcome = outcome;
        Document = document;
        Problems = problems;
        Off = off;
        Reason = reason;
        Fingerprint = fingerprint;
    }

    /// <summary>The outcome of the load.</summary>
    public LoadOutcome Outcome { get; }

    /// <summary>The document, when it was loaded.</summary>
    public FlagDocument? Document { get; }

    /// <summary>The problems of the document, when it was refused.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; }

    /// <summary>
    /// The kill switch of the document. That of a refused document, or of a source that could be reached in part, is obeyed beside the one known before: it
    /// can turn flags off, never on. Null: unknown.
    /// </summary>
    public IReadOnlyList<string>? Off { get; }

    /// <summary>The reason for the lack of a document, when the source was unavailable, or was empty and should not be.</summary>
    public string? Reason { get; }

    /// <summary>Oddities that are no reason to refuse the document.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>True when the document is refused if it is older, by its own version or time of issue, than the one that serves.</summary>
    internal bool RefusesOlder { get; init; }

    /// <summary>True when a document that does not say how old it is counts as older than one that does. Only beside <see cref="RefusesOlder"/>.</summary>
    internal bool RefusesUndated { get; init; }

    /// <summary>An older document that the source has offered and that is ignored: to be taken only where an operator wants it. Null: there is none.</summary>
    internal LoadResult? OlderOnOffer { get; init; }

    /// <summary>The fault of a source that offers an older document than it has offered before; null where that is none.</summary>
    internal string? BehindReason { get; private init; }

    /// <summary>The reason to doubt that there is nothing, provided that an earlier run had something; null where that is no reason to doubt it.</summary>
    internal string? DoubtIfEmpty { get; init; }

    /// <summary>To be called when the document serves.</summary>
    internal Action? Serving { get; init; }

    /// <summary>To be called with the problems when the document does not compile beside those of other providers.</summary>
    internal Action<IReadOnlyList<DocumentProblem>>? Refused { get; private init; }

    /// <summary>Tells equal documents apart from changed ones; null: computed from the document where it is needed.</summary>
    internal string? Fingerprint { get; }

    /// <summary>The source held a document.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    public static LoadResult Loaded(FlagDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);

        return new(LoadOutcome.Loaded, document, [], document.Off, null, null);
    }

    /// <summary>The source held text, which is read as a document: what came of it is a document, or every problem.</summary>
    /// <param name="utf8Json">The bytes.</param>
    /// <param name="options">How to read; null for the defaults. Name the source here, for problems to tell.</param>
    /// <returns>The outcome.</returns>
    public static LoadResult FromJson(ReadOnlySpan<byte> utf8Json, DocumentReaderOptions? options = null) =>
        From(FlagDocument.Read(utf8Json, options), DocumentFingerprint.Of(utf8Json));

    /// <summary>
    /// The source held what an <see cref="IRuleFormat"/> has read: a document, with a warning for each flag that was left out, or every problem.
    /// </summary>
    /// <param name="read">What was read.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="read"/> is null.</exception>
    public static LoadResult FromRead(DocumentReadResult read)
    {
        ArgumentNullException.ThrowIfNull(read);

        return From(read, null);
    }

    /// <summary>The source held something that is not a good document: the last good one keeps serving, the kill switch is obeyed.</summary>
    /// <param name="problems">Every problem.</param>
    /// <param name="off">The kill switch as far as it could be read: it is obeyed beside the one known before. Null: nothing of it could be read.</param>
    /// <returns>The outcome.</returns>
    public static LoadResult Invalid(IReadOnlyList<DocumentProblem> problems, IReadOnlyList<string>? off = null) => Invalid(problems, off, null);

    /// <summary>The source could not be reached, or what it holds is missing: the last good document keeps serving.</summary>
    /// <param name="reason">Why, for people. Never a secret.</param>
    /// <returns>The outcome.</returns>
    public static LoadResult Unavailable(string reason) => PartlyUnavailable(reason, null);

    /// <summary>The source held a document, and the provider wants to know when it serves.</summary>
    /// <param name="document">The document.</param>
    /// <param name="serving">
    /// Called once, when the document has compiled and serves: the moment to commit an ETag or an offset. A document that is refused never gets here. What it
    /// throws is logged.
    /// </param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> or <paramref name="serving"/> is null.</exception>
    public static LoadResult Loaded(FlagDocument document, Action serving)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(serving);

        return new(LoadOutcome.Loaded, document, [], document.Off, null, null) { Serving = serving };
    }

    /// <summary>The source confirmed that the document of the last load is still its newest.</summary>
    /// <returns>The outcome.</returns>
    public static LoadResult Unchanged() => new(LoadOutcome.Unchanged, null, [], null, null, null);

    /// <summary>The source is legitimately empty, such as an optional section that nobody wrote.</summary>
    /// <returns>The outcome.</returns>
    public static LoadResult Empty() => new(LoadOutcome.Empty, null, [], [], null, null);

    // Nothing, unless an earlier run had something: then that keeps serving.
    internal static LoadResult EmptyUnlessKnown(string doubt, string reason) => new(LoadOutcome.Empty, null, [], [], reason, null) { DoubtIfEmpty = doubt };

    // Nothing yet, which is no fault, unless an earlier run had something: then that keeps serving.
    internal static LoadResult EmptyIfNeverKnown(string doubt, string warning) =>
        new(LoadOutcome.Empty, null, [], [], null, null) { DoubtIfEmpty = doubt, Warnings = [warning] };

    // What could be reached may still say what is off.
    internal static LoadResult PartlyUnavailable(string reason, IReadOnlyList<string>? off)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);

        return new(LoadOutcome.Unavailable, null, [], off, reason, null);
    }

    internal static LoadResult Invalid(IReadOnlyList<DocumentProblem> problems, IReadOnlyList<string>? off, string? fingerprint)
    {
        ArgumentNullException.ThrowIfNull(problems);

        return new(LoadOutcome.Invalid, null, problems, off, null, fingerprint);
    }

    internal static LoadResult From(DocumentReadResult result, string? fingerprint, IReadOnlyList<string>? warnings = null) => result.Document is { } document
        ? new(LoadOutcome.Loaded, document, [], document.Off, null, fingerprint) { Warnings = warnings ?? FormattedDocument.Warnings(result) }
        : new(LoadOutcome.Invalid, null, result.Problems, result.Off, null, fingerprint) { Warnings = warnings ?? [] };

    internal static LoadResult Loaded(FlagDocument document, string? fingerprint, Action serving, bool refusesOlder, bool refusesUndated) =>
        new(LoadOutcome.Loaded, document, [], document.Off, null, fingerprint)
        {
            Serving = serving,
            RefusesOlder = refusesOlder,
            RefusesUndated = refusesUndated,
        };

    internal LoadResult With(IReadOnlyList<string> warnings, LoadResult? olderOnOffer, string? behindReason = null) =>
        new(Outcome, Document, Problems, Off, Reason, Fingerprint)
        {
            Warnings = warnings,
            OlderOnOffer = olderOnOffer,
            BehindReason = behindReason,
            Serving = Serving,
            Refused = Refused,
            RefusesOlder = RefusesOlder,
            RefusesUndated = RefusesUndated,
        };

    internal LoadResult WithRefused(Action<IReadOnlyList<DocumentProblem>> refused) =>
        new(Outcome, Document, Problems, Off, Reason, Fingerprint) { Warnings = Warnings, Refused = refused };

    /// <summary>The reason this document must not replace a known one; null when it may.</summary>
    /// <param name="known">The document that serves, or that an earlier run has saved.</param>
    /// <param name="takenAt">When that came, or was saved.</param>
    internal string? OlderReason(FlagDocument known, DateTimeOffset takenAt) =>
        RefusesOlder && Document is { } document ? DocumentAge.OlderReason(known, takenAt, document, RefusesUndated) : null;
}
