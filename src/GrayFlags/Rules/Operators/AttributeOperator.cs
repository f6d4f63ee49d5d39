namespace GrayFlags.Rules.Operators;

/// <summary>One compiled operator of <c>when</c>. Immutable; evaluating it never throws, locks or allocates.</summary>
/// <remarks>
/// The kind of the context's value picks the comparison. An operator does not hold for a value it cannot read, and notes that; a missing attribute
/// fails all but those that deny. Of a list, one element is enough.
/// </remarks>
internal abstract class AttributeOperator(string name)
{
    /// <summary>The maximum <see cref="EvaluationCost"/> of a test; for a list in the context, per element.</summary>
    public virtual long Steps => 1;

    /// <summary>True if it compares with the current time, which is read only when needed.</summary>
    public virtual bool ReadsClock => false;

    /// <summary>The longest list of a context that is looked through: each element costs the whole operator, and the context may come from anyone.</summary>
    protected virtual int MaxElements => 256;

    /// <summary>The input that the operator reads, for people; an explanation shows it when a value is something else.</summary>
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

    /// <summary>The reason the answer may be surprising; null when it is not.</summary>
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
