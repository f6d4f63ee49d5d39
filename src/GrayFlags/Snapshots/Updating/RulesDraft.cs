using GrayFlags.Documents;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The rules that a document would make in place of a provider's.</summary>
/// <param name="Problems">Every reason for which it would be refused.</param>
/// <param name="Merged">The merged document.</param>
/// <param name="Snapshot">The rules with the states that running rollouts would have there; null when the document would be refused.</param>
internal sealed record RulesDraft(IReadOnlyList<DocumentProblem> Problems, FlagDocument Merged, FlagSnapshot? Snapshot);
