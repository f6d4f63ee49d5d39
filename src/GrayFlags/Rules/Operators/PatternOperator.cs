using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Operators;

/// <summary><c>matches</c>: any of some patterns is found in the value.</summary>
internal sealed class PatternOperator(string name, Pattern[] patterns) : AttributeOperator(name)
{
    public IReadOnlyList<Pattern> Patterns => patterns;

    public override long Steps => patterns.Sum(static pattern => pattern.Steps);

    public override string Readable => patterns.Length == 0 ? "a text" : $"a text of at most {patterns[0].MaxTextLength} characters";

    protected override string Operand =>
        patterns.Length == 0 ? "an empty list" : string.Join(" or ", patterns.Select(pattern => LogSafeText.Quote(pattern.ToString())));

    protected override bool HoldsForText(string text, in AttributeReading attribute)
    {
        foreach (var pattern in patterns)
        {
            if (text.Length > pattern.MaxTextLength)
            {
                return attribute.Unreadable();
            }

            if (pattern.IsMatch(text))
            {
                return true;
            }
        }

        return false;
    }
}
