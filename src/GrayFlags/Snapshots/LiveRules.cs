using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>Compiled rules and their origin, before the kill switch is applied.</summary>
/// <param name="Alive">The rules.</param>
/// <param name="Document">The merged document from which they were compiled.</param>
/// <param name="Fingerprint">Identifies the content of the documents.</param>
/// <param name="Sources">The providers of the documents.</param>
internal sealed record LiveRules(RuleSet Alive, FlagDocument Document, string Fingerprint, IReadOnlyList<string> Sources)
{
    /// <summary>Oddities of the documents that are no reason to refuse them.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
