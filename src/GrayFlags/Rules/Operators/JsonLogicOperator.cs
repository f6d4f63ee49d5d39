using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Operators;

/// <summary><c>jsonLogic</c>: a comparison with the kinds and conversions of JsonLogic.</summary>
/// <remarks>
/// https://jsonlogic.com/operations.html, https://flagd.dev/reference/custom-operations/
/// A missing attribute is null there: no list contains it, it is not true, and as a number it is 0.
/// </remarks>
internal sealed class JsonLogicOperator(string name, string text, JsonLogicComparison comparison, JsonLogicValue[] operands, JsonLogicVersion? version)
    : AttributeOperator(name)
{
    public override long Steps { get; } = EvaluationCost.Version + operands.Sum(static operand => EvaluationCost.Order + operand.Steps);

    public override string Readable => "anything";

    protected override string Operand { get; } = LogSafeText.Escape(text);

    public override bool Holds(in AttributeReading attribute) => comparison switch
    {
        JsonLogicComparison.Equal => operands[0].IsLooselyEqual(attribute.Value),
        JsonLogicComparison.NotEqual => !operands[0].IsLooselyEqual(attribute.Value),
        JsonLogicComparison.Same => operands[0].IsSame(attribute.Value),
        JsonLogicComparison.NotSame => !operands[0].IsSame(attribute.Value),
        JsonLogicComparison.In => IsAmong(attribute.Value),
        JsonLogicComparison.Includes => operands[0].IsIn(attribute.Value),
        JsonLogicComparison.True => JsonLogicValue.IsTrue(attribute.Value),
        JsonLogicComparison.StartsWith =>
            operands[0].Text is { } start && attribute.Value.Text is { } begun && begun.StartsWith(start, StringComparison.Ordinal),
        JsonLogicComparison.EndsWith =>
            operands[0].Text is { } end && attribute.Value.Text is { } ended && ended.EndsWith(end, StringComparison.Ordinal),
        JsonLogicComparison.Version => version!.Holds(attribute.Value),
        _ => IsOnTheSide(attribute.Value),
    };

    protected override bool HoldsForText(string text, in AttributeReading attribute) => Holds(attribute);

    private bool IsAmong(GrayValue value)
    {
        foreach (var operand in operands)
        {
            if (operand.IsSame(value))
            {
                return true;
            }
        }

        return false;
    }

    // A comparison with what is no number, NaN, never holds.
    private bool IsOnTheSide(GrayValue value)
    {
        var operand = operands[0];
        if (operand.Text is { } text && value.Text is { } given)
        {
            return IsOnTheSide(string.CompareOrdinal(given, text), 0);
        }

        return IsOnTheSide(JsonLogicValue.NumberOf(value), operand.Number);
    }

    private bool IsOnTheSide(double left, double right) => comparison switch
    {
        JsonLogicComparison.Less => left < right,
        JsonLogicComparison.LessOrEqual => left <= right,
        JsonLogicComparison.Greater => left > right,
        _ => left >= right,
    };
}
