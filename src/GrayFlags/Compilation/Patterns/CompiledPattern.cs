using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Operators;

namespace GrayFlags.Compilation.Patterns;

/// <summary>A pattern with what it costs, or what is wrong with it.</summary>
/// <param name="Pattern">The pattern; null where it has a problem.</param>
/// <param name="Problem">What is wrong; empty where nothing is.</param>
/// <param name="Size">How many characters and classes it has, each as often as the counts around it say.</param>
/// <param name="Different">How many different ones; the engine compares each with each when it is built.</param>
/// <param name="Bytes">How large its automaton grew in the trial.</param>
internal sealed record CompiledPattern(Pattern? Pattern, string Problem, long Size, int Different, long Bytes)
{
    /// <summary>More different characters and classes take the engine a second to tell apart; 500 took six.</summary>
    private const int MaxDifferent = 100;

    /// <summary>
    /// Ordinary patterns take some kilobytes; those with two bounded wildcards, as for an e-mail address, up to 2 MB; those that explode 3 MB and more.
    /// </summary>
    private const long MaxBytes = 2_500 * 1024;

    /// <summary>The pairs of different characters and classes.</summary>
    public long Pairs => (long)Different * Different;

    public static CompiledPattern Create(string text, int maxTextLength)
    {
        var parser = new PatternParser(text);
        var root = parser.Parse();

        // A class, which may cut each of the others in two, counts double.
        var different = parser.Different.Sum(static written => written.Length > 1 && written[0] is '[' or '\\' ? 2 : 1);
        if (different > MaxDifferent)
        {
            return new CompiledPattern(null, ProblemText.PatternOfTooManyClasses(different, MaxDifferent), root.Size, different, 0);
        }

        if (Pattern.TryCreate(text, maxTextLength, out var problem) is not { } pattern)
        {
            return new CompiledPattern(null, problem, root.Size, different, 0);
        }

        var bytes = PatternTrial.Bytes(pattern, root, MaxBytes);
        return bytes > MaxBytes
            ? new CompiledPattern(null, ProblemText.PatternThatExplodes, root.Size, different, bytes)
            : new CompiledPattern(pattern, "", root.Size, different, bytes);
    }
}
