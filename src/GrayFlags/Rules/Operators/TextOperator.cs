using GrayFlags.Documents;

namespace GrayFlags.Rules.Operators;

/// <summary><c>contains</c>, <c>startsWith</c>, <c>endsWith</c>: any of some texts is a part of the value; ordinal.</summary>
internal sealed class TextOperator(string name, TextPart part, IReadOnlyList<string> texts) : AttributeOperator(name)
{
    private readonly string[] _texts = [.. texts];

    public override string Readable => "a text";

    protected override string Operand => _texts.Length == 0 ? "an empty list" : string.Join(" or ", _texts.Select(ShownText.Quote));

    protected override bool HoldsForText(string text, in AttributeReading attribute)
    {
        foreach (var sought in _texts)
        {
            var holds = part switch
            {
                TextPart.Start => text.StartsWith(sought, StringComparison.Ordinal),
                TextPart.End => text.EndsWith(sought, StringComparison.Ordinal),
                _ => text.Contains(sought, StringComparison.Ordinal),
            };
            if (holds)
            {
                return true;
            }
        }

        return false;
    }
}
