using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>Which of the newest documents go live together.</summary>
/// <param name="RuleSet">What to publish; null where there is no document at all.</param>
/// <param name="Document">The merged document that it was compiled from.</param>
/// <param name="Fingerprint">Tells the documents and the kill switch apart from every other.</param>
/// <param name="Off">The kill switch that goes live with them.</param>
/// <param name="Chosen">The slots whose newest document is in it.</param>
/// <param name="Problems">What stood against taking all.</param>
/// <param name="Warnings">What is odd but no problem.</param>
internal sealed record RuleSetSelection(RuleSet? RuleSet, FlagDocument Document, string Fingerprint, IReadOnlyList<string> Off, IReadOnlyList<ProviderSlot> Chosen, IReadOnlyList<DocumentProblem> Problems, IReadOnlyList<string> Warnings);
