using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>The result of publishing a document. Immutable.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Version">The latest version in the store after the call; 0 when there is none.</param>
public sealed record PublishResult(PublishOutcome Outcome, long Version)
{
    /// <summary>Every reason for which the document would be refused; empty unless the outcome is <see cref="PublishOutcome.Invalid"/>.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; init; } = [];

    /// <summary>The latest version in the store, when it is not the expected one; null for none.</summary>
    public DocumentRevision? Latest { get; init; }

    /// <summary>The instances that would refuse the document; empty unless the outcome is <see cref="PublishOutcome.TooNew"/>.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>True when the store has the text now: <see cref="PublishOutcome.Published"/> or <see cref="PublishOutcome.Unchanged"/>.</summary>
    public bool IsInStore => Outcome is PublishOutcome.Published or PublishOutcome.Unchanged;
}
