#pragma warning disable RS0030 // This is where patterns are compiled and matched.
using System.Text.RegularExpressions;

namespace GrayFlags.Rules.Operators;

/// <summary>A regular expression that is matched in a time linear in the text, whatever the pattern.</summary>
/// <remarks>
/// The automaton is built while it is used, so first matches allocate and may wait for each other; afterwards none does, except that of several
/// threads which match the same pattern at the same moment all but one make a runner of their own. Look-arounds and backreferences are the price.
/// After "Derivative Based Nonbacktracking Real-World Regex Matching with Backtracking Semantics", PLDI 2023.
/// </remarks>
internal sealed class Pattern
{
    private readonly Regex _regex;
    private readonly int _maxTextLength;

    private Pattern(Regex regex, int maxTextLength)
    {
        _regex = regex;
        _maxTextLength = maxTextLength;
    }

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="maxTextLength">Longer texts do not match.</param>
    /// <param name="problem">Why there is none.</param>
    public static Pattern? TryCreate(string pattern, int maxTextLength, out string problem)
    {
        try
        {
            // The host may have set a default timeout, which would throw.
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
            problem = "";
            return new Pattern(regex, maxTextLength);
        }
        catch (RegexParseException exception)
        {
            problem = $"{exception.Error} at character {exception.Offset}";
        }
        catch (NotSupportedException)
        {
            problem = "it looks around or back, or is too large, which cannot be matched in linear time";
        }

        return null;
    }

    /// <summary>The maximum <see cref="EvaluationCost"/> of a match, once its automaton is built.</summary>
    public long Steps => EvaluationCost.OfPattern(_maxTextLength);

    /// <summary>The length above which texts do not match.</summary>
    public int MaxTextLength => _maxTextLength;

    public bool IsMatch(ReadOnlySpan<char> text) => text.Length <= _maxTextLength && _regex.IsMatch(text);

    public override string ToString() => _regex.ToString();
}
