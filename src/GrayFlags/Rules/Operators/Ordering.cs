namespace GrayFlags.Rules.Operators;

/// <summary>On which side of an operand a value must lie.</summary>
internal enum Ordering
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
