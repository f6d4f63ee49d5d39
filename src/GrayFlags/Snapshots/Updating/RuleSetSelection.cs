using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots.Updating;

/// <summary>Which of the newest documents go live together.</summary>
/// <param name="RuleSet">What to publish, with nothing switched off; null where there is no document at all, or none that compiles.</param>
/// <param name="Document">The merged document that it was compiled from.</param>
/// <param name="Fingerprint">Tells the documents apart from every other.</param>
/// <param name="Documents">The document of each slot that is in it; null where a slot has none.</param>
/// <param name="Problems">What stood against taking all.</param>
/// <param name="MayChange">Whether the same documents may be chosen otherwise another time: where rollouts stand had a say.</param>
internal sealed record RuleSetSelection(RuleSet? RuleSet, FlagDocument Document, string Fingerprint, IReadOnlyList<FingerprintedDocument?> Documents, IReadOnlyList<DocumentProblem> Problems, bool MayChange);
