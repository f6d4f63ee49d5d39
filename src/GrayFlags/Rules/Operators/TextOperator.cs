using System.Diagnostics;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Sets;

namespace GrayFlags.Rules.Operators;

/// <summary>
/// <c>contains</c>, <c>startsWith</c>, <c>endsWith</c>: any of some texts is a part of the value; ordinal, ignoring case on request.
/// </summary>
/// <remarks>
/// The time for a start or an end grows with the sought text, for <c>contains</c> with the value itself, so values longer than this do not match.
/// </remarks>
internal sealed class TextOperator(string name, TextPart part, IReadOnlyList<string> texts, int maxSearchedLength, bool ignoresCase) : AttributeOperator(name)
{
    private readonly string[] _texts = [.. texts];
    private readonly StringComparison _comparison = ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public override long Steps
    {
        get
        {
            var steps = 0L;
            foreach (var text in _texts)
            {
                steps += part == TextPart.Anywhere ? EvaluationCost.OfSearch(text.Length, maxSearchedLength) : EvaluationCost.OfText(text.Length);
            }

            return ignoresCase ? steps * EvaluationCost.AnyCase : steps;
        }
    }

    public override string Readable => part == TextPart.Anywhere ? $"a text of at most {maxSearchedLength} characters" : "a text";

    protected override string Operand => _texts.Length == 0
        ? "an empty list"
        : LogSafeText.List(_texts, " or ") + (ignoresCase ? LiteralSet.InAnyCase : "");

    protected override bool HoldsForText(string text, in AttributeReading attribute)
    {
        if (part == TextPart.Anywhere && text.Length > maxSearchedLength)
        {
            return attribute.Unreadable();
        }

        foreach (var sought in _texts)
        {
            var holds = part switch
            {
                TextPart.Start => text.StartsWith(sought, _comparison),
                TextPart.End => text.EndsWith(sought, _comparison),
                TextPart.Anywhere => text.Contains(sought, _comparison),
                _ => throw new UnreachableException(),
            };
            if (holds)
            {
                return true;
            }
        }

        return false;
    }
}
