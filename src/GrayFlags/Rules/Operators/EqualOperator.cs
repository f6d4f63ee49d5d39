using GrayFlags.Rules.Sets;

namespace GrayFlags.Rules.Operators;

/// <summary><c>eq</c> and <c>in</c>, and their negations <c>ne</c> and <c>notIn</c>, which therefore hold for a missing attribute.</summary>
internal sealed class EqualOperator(string name, LiteralSet literals, bool isNegated) : AttributeOperator(name)
{
    public LiteralSet Literals { get; } = literals;

    public override long Steps => Literals.Steps;

    public override string Readable => "anything";

    // A look-up each, whatever the literals are.
    protected override int MaxElements => int.MaxValue;

    protected override string Operand => Literals.ToString();

    public override bool Holds(in AttributeReading attribute) => base.Holds(attribute) != isNegated;

    protected override bool HoldsForText(string text, in AttributeReading attribute) => Literals.HasText(text, attribute);

    // Texts are compared as they are, since ids are texts, too: 007 is not 7. Who meant a number or an instant may wonder.
    public override string? Hint(GrayValue value, bool holds) => holds == isNegated && value.Text is { } text && Literals.Meant(text) is { } what
        ? $"the same {what} in another spelling; equality compares texts as they are, gte and lte would read it"
        : null;

    protected override bool HoldsForNumber(GrayValue number, in AttributeReading attribute) => Literals.HasNumber(number);

    protected override bool HoldsForBoolean(bool value, in AttributeReading attribute) => Literals.HasBoolean(value);

    protected override bool HoldsForInstant(long utcTicks, in AttributeReading attribute) => Literals.HasInstant(utcTicks);
}
