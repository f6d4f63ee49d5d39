using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The newest documents that go live together.</summary>
/// <param name="RuleSet">The rules to publish, before kill switches; null when there is no document, or none that compiles.</param>
/// <param name="Document">The merged document from which they were compiled.</param>
/// <param name="Fingerprint">Identifies the content of the documents.</param>
/// <param name="Documents">The chosen document of each slot; null when a slot has none.</param>
/// <param name="Problems">The problems that prevented the choice of all.</param>
/// <param name="MayChange">True when the choice depended on the state of rollouts, so that the same documents may be chosen differently later.</param>
internal sealed record RuleSetSelection(
    RuleSet? RuleSet, FlagDocument Document, string Fingerprint, IReadOnlyList<FingerprintedDocument?> Documents, IReadOnlyList<DocumentProblem> Problems,
    bool MayChange)
{
    /// <summary>Oddities of the documents that are no reason to refuse them.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
