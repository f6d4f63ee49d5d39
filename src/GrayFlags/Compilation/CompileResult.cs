using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Compilation;

/// <summary>What came of a compilation: a rule set, or every problem; and what is odd but no problem.</summary>
internal sealed record CompileResult(RuleSet? RuleSet, IReadOnlyList<DocumentProblem> Problems, IReadOnlyList<string> Warnings);
