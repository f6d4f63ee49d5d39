namespace GrayFlags.Rules.Operators;

/// <summary>One operator of <c>when</c>, compiled. Immutable; asking never throws, locks or allocates.</summary>
/// <remarks>
/// The kind of the context's value picks the comparison. What an operator does not compare it does not hold for, so a missing attribute
/// fails all but those that deny. Of a list, one element is enough.
/// </remarks>
internal abstract class AttributeOperator(string name)
{
    /// <summary>How many <see cref="AnswerSteps"/> it takes at the most; of a list in the context, for each element.</summary>
    public virtual long Steps => 1;

    public virtual bool Holds(in AttributeReading attribute) => attribute.Value.Kind switch
    {
        GrayValueKind.Text => HoldsForText(attribute.Value.Text!, attribute),
        GrayValueKind.Number => HoldsForNumber(attribute.Value),
        GrayValueKind.Boolean => HoldsForBoolean(attribute.Value.Boolean),
        GrayValueKind.DateTime => HoldsForInstant(attribute.Value.DateTime.UtcTicks),
        GrayValueKind.List => HoldsForAny(attribute),
        _ => false,
    };

    /// <summary>The operator and its operand, as an explanation shows them.</summary>
    public override string ToString() => $"{name} {Operand}";

    protected abstract string Operand { get; }

    protected abstract bool HoldsForText(string text, in AttributeReading attribute);

    protected virtual bool HoldsForNumber(GrayValue number) => false;

    protected virtual bool HoldsForBoolean(bool value) => false;

    protected virtual bool HoldsForInstant(long utcTicks) => false;

    private bool HoldsForAny(in AttributeReading attribute)
    {
        foreach (var text in attribute.Value.Texts)
        {
            // A list built by the app may hold a null.
            if (text is not null && HoldsForText(text, attribute))
            {
                return true;
            }
        }

        return false;
    }
}
