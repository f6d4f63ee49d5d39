using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>Compiled rules and where they came from, with nothing switched off: the kill switch is put on when they go live.</summary>
/// <param name="Alive">The rules.</param>
/// <param name="Document">The merged document that they were compiled from.</param>
/// <param name="Fingerprint">Tells the documents apart from every other.</param>
/// <param name="Sources">The providers whose documents they are.</param>
internal sealed record LiveRules(RuleSet Alive, FlagDocument Document, string Fingerprint, IReadOnlyList<string> Sources);
