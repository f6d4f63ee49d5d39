namespace GrayFlags.Rules.Operators;

/// <summary>The side of an operand on which a value must lie.</summary>
internal enum Ordering
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
