using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Operators;

/// <summary>The test in <c>when</c> of one attribute: all of its operators must hold.</summary>
internal sealed class WhenAttribute(ContextAttribute attribute, AttributeOperator[] operators)
{
    private readonly bool _readsClock = Array.Exists(operators, static candidate => candidate.ReadsClock);

    public IReadOnlyList<AttributeOperator> Operators => operators;

    /// <summary>The maximum <see cref="EvaluationCost"/> of a test.</summary>
    public long Steps => EvaluationCost.Attribute + operators.Sum(static candidate => candidate.Steps);

    public bool Holds(ref EvaluationFrame frame)
    {
        var isUnreadable = false;
        var reading = new AttributeReading(attribute, frame.Context, _readsClock ? frame.NowTicks : 0, ref isUnreadable);
        foreach (var candidate in operators)
        {
            if (!candidate.Holds(reading))
            {
                frame.UnreadableAttribute ??= isUnreadable ? attribute.Name : null;
                return false;
            }

            // Of a list one element was enough, whatever the others are.
            isUnreadable = false;
        }

        return true;
    }

    public void Explain(ref EvaluationFrame frame, List<ConditionExplanation> parts)
    {
        var another = attribute.CaseHint(frame.Context);
        foreach (var candidate in operators)
        {
            var isUnreadable = false;
            var reading = new AttributeReading(attribute, frame.Context, candidate.ReadsClock ? frame.NowTicks : 0, ref isUnreadable);
            var holds = candidate.Holds(reading);
            var hint = isUnreadable && !holds ? $"not {candidate.Readable}" : candidate.Hint(reading.Value, holds);
            hint = candidate.ReadsClock && hint is null ? "now " + GrayValue.FromDateTimeOffset(new DateTimeOffset(frame.NowTicks, TimeSpan.Zero)) : hint;
            parts.Add(new($"when.{attribute.Name}", candidate.ToString(), Shown(reading.Value) + another + (hint is null ? "" : $", {hint}"), holds));
        }
    }

    private static string Shown(GrayValue value) => value.Kind switch
    {
        GrayValueKind.None => "missing",
        GrayValueKind.Text => LogSafeText.Quote(value.Text ?? ""),
        GrayValueKind.List => "[" + LogSafeText.List(value.List!) + "]",
        _ => value.ToString(),
    };
}
