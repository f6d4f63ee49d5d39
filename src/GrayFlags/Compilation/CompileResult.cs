using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Compilation;

/// <summary>The result of a compilation: a rule set, or every problem; and the warnings.</summary>
internal sealed record CompileResult(RuleSet? RuleSet, IReadOnlyList<DocumentProblem> Problems, IReadOnlyList<string> Warnings);
