namespace GrayFlags.Rules.Operators;

/// <summary><c>eq</c> and <c>in</c>, and their negations <c>ne</c> and <c>notIn</c>, which therefore hold for a missing attribute.</summary>
internal sealed class EqualOperator(string name, LiteralSet literals, bool isNegated) : AttributeOperator(name)
{
    public LiteralSet Literals { get; } = literals;

    public override long Steps => Literals.Steps;

    protected override string Operand => Literals.ToString();

    public override bool Holds(in AttributeReading attribute) => base.Holds(attribute) != isNegated;

    protected override bool HoldsForText(string text, in AttributeReading attribute) => Literals.HasText(text, attribute);

    protected override bool HoldsForNumber(GrayValue number) => Literals.HasNumber(number);

    protected override bool HoldsForBoolean(bool value) => Literals.HasBoolean(value);

    protected override bool HoldsForInstant(long utcTicks) => Literals.HasInstant(utcTicks);
}
