namespace GrayFlags.Rules.Operators;

/// <summary>One operator of <c>when</c>, compiled. Immutable; asking never throws, locks or allocates.</summary>
/// <remarks>
/// The kind of the context's value picks the comparison. What an operator cannot read it does not hold for, and notes; a missing attribute
/// fails all but those that deny. Of a list, one element is enough.
/// </remarks>
internal abstract class AttributeOperator(string name)
{
    /// <summary>How many <see cref="EvaluationCost"/> it takes at the most; of a list in the context, for each element.</summary>
    public virtual long Steps => 1;

    /// <summary>Whether it compares with now, which is read for those only that need it.</summary>
    public virtual bool ReadsClock => false;

    /// <summary>The longest list of a context that is looked through: each element costs the whole operator, and the context is anybody's.</summary>
    protected virtual int MaxElements => 256;

    /// <summary>What the operator reads, for people; an explanation shows it where a value is something else.</summary>
    public abstract string Readable { get; }

    public virtual bool Holds(in AttributeReading attribute) => attribute.Value.Kind switch
    {
        GrayValueKind.Text => HoldsForText(attribute.Value.Text!, attribute),
        GrayValueKind.Number => HoldsForNumber(attribute.Value, attribute),
        GrayValueKind.Boolean => HoldsForBoolean(attribute.Value.Boolean, attribute),
        GrayValueKind.DateTime => HoldsForInstant(attribute.Value.DateTime.UtcTicks, attribute),
        GrayValueKind.List => HoldsForAny(attribute),
        _ => false,
    };

    /// <summary>Why the answer may surprise, where it may; else null.</summary>
    public virtual string? Hint(GrayValue value, bool holds) => null;

    /// <summary>The operator and its operand, as an explanation shows them.</summary>
    public override string ToString() => $"{name} {Operand}";

    protected abstract string Operand { get; }

    protected abstract bool HoldsForText(string text, in AttributeReading attribute);

    protected virtual bool HoldsForNumber(GrayValue number, in AttributeReading attribute) => attribute.Unreadable();

    protected virtual bool HoldsForBoolean(bool value, in AttributeReading attribute) => attribute.Unreadable();

    protected virtual bool HoldsForInstant(long utcTicks, in AttributeReading attribute) => attribute.Unreadable();

    private bool HoldsForAny(in AttributeReading attribute)
    {
        if (attribute.Value.List is { } list && list.Count > MaxElements)
        {
            return attribute.Unreadable();
        }

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
