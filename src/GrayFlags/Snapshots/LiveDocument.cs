using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>The live rules with the document that they were compiled from.</summary>
/// <param name="Document">The merged document.</param>
/// <param name="RuleSet">The rules, with what is killed.</param>
internal sealed record LiveDocument(FlagDocument Document, RuleSet RuleSet);
