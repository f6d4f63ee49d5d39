using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Operators;

namespace GrayFlags.Compilation.Patterns;

/// <summary>
/// The budget that the patterns of one document share, by their size, by what the engine needs to build them, and by how large their automata grow.
/// </summary>
internal sealed class PatternBudget(DocumentLimits limits, PatternPool pool)
{
    // Some 4 KB each.
    private const long MaxPairs = 40_000;

    // Of the trial; for longer texts some times as much.
    private const long MaxBytes = 8 * 1024 * 1024;

    private readonly Dictionary<string, (CompiledPattern? Pattern, string Problem)> _known = new(StringComparer.Ordinal);
    private long _size;
    private long _pairs;
    private long _bytes;

    /// <summary>The pattern of a text; null where it has a problem. Bad ones count, too: to refuse one is no less work.</summary>
    public Pattern? Get(string text, out string problem)
    {
        if (text.Length > limits.MaxPatternLength)
        {
            problem = ProblemText.PatternTooLong(text.Length, limits.MaxPatternLength);
            return null;
        }

        if (!_known.TryGetValue(text, out var known))
        {
            if (_known.Count >= limits.MaxPatterns)
            {
                problem = ProblemText.TooMany(_known.Count + 1, "different patterns", limits.MaxPatterns, nameof(DocumentLimits.MaxPatterns));
                return null;
            }

            known = Spend(text);
            _known.Add(text, known);
        }

        problem = known.Problem;
        return known.Pattern?.Pattern;
    }

    private (CompiledPattern? Pattern, string Problem) Spend(string text)
    {
        // Once too much is spent, nothing more is built for a document that is refused.
        if (_pairs > MaxPairs || _bytes > MaxBytes)
        {
            return (null, ProblemText.PatternsTakeTooMuch);
        }

        var compiled = pool.Get(text, limits);
        _size += compiled.Size;
        _pairs += compiled.Pairs;
        _bytes += compiled.Bytes;
        // Of two reasons the one with a number in it: how large it is says what to write instead.
        var isTooLarge = compiled.Size > limits.MaxPatternSize;
        if (compiled.Pattern is null && !(isTooLarge && compiled.Problem == ProblemText.PatternThatExplodes))
        {
            return (null, ProblemText.BadPattern(LogSafeText.Quote(text), compiled.Problem));
        }

        if (isTooLarge)
        {
            return (null, ProblemText.PatternTooLarge(compiled.Size, limits.MaxPatternSize));
        }

        if (_size > limits.MaxPatternsSize)
        {
            return (null, ProblemText.PatternsTooLarge(_size, limits.MaxPatternsSize));
        }

        return _pairs > MaxPairs || _bytes > MaxBytes ? (null, ProblemText.PatternsTakeTooMuch) : (compiled, "");
    }
}
