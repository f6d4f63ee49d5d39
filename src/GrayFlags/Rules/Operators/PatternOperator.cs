using GrayFlags.Documents;

namespace GrayFlags.Rules.Operators;

/// <summary><c>matches</c>: any of some patterns is found in the value.</summary>
internal sealed class PatternOperator(string name, Pattern[] patterns) : AttributeOperator(name)
{
    public IReadOnlyList<Pattern> Patterns => patterns;

    public override long Steps => patterns.Sum(static pattern => pattern.Steps);

    protected override string Operand => patterns.Length == 0 ? "an empty list" : string.Join(" or ", patterns.Select(pattern => ShownText.Quote(pattern.ToString())));

    protected override bool HoldsForText(string text, in AttributeReading attribute)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.IsMatch(text))
            {
                return true;
            }
        }

        return false;
    }
}
