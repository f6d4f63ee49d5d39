using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>The consequences that a document would have in place of a provider's. Immutable.</summary>
public sealed record RulesPreview
{
    /// <summary>Every reason for which the document would be refused; empty when it would serve.</summary>
    public required IReadOnlyList<DocumentProblem> Problems { get; init; }

    /// <summary>The merged document that serves now.</summary>
    public required FlagDocument Before { get; init; }

    /// <summary>The merged document that would serve; the same as <see cref="Before"/> when the document would be refused.</summary>
    public required FlagDocument After { get; init; }

    /// <summary>The number of contexts that were asked; 0 when the document would be refused.</summary>
    public int Contexts { get; init; }

    /// <summary>
    /// True when these were recent contexts of the app, see <see cref="GrayFlagsOptions.KeepRecentContexts"/>; false when they were the caller's.
    /// </summary>
    public bool IsOfRecentContexts { get; init; }

    /// <summary>True when asking took too long, so that <see cref="Contexts"/> are fewer than there were; all flags were asked for each of them.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>The flags whose answer would change for some of them, those that change for most first.</summary>
    public IReadOnlyList<FlagFlips> Flips { get; init; } = [];
}
