namespace GrayFlags.Rules.Operators;

/// <summary><c>exists</c>: the context has the attribute, or has not. An empty text and an empty list exist.</summary>
internal sealed class ExistsOperator(string name, bool isWanted) : AttributeOperator(name)
{
    public override string Readable => "anything";

    protected override string Operand => isWanted ? "true" : "false";

    public override bool Holds(in AttributeReading attribute) => !attribute.Value.IsNone == isWanted;

    protected override bool HoldsForText(string text, in AttributeReading attribute) => isWanted;
}
