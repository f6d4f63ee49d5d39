using System.Globalization;

namespace GrayFlags.Rules.Operators;

/// <summary>What <c>when</c> asks of one attribute: all of its operators must hold.</summary>
internal sealed class WhenAttribute(ContextAttribute attribute, AttributeOperator[] operators)
{
    public IReadOnlyList<AttributeOperator> Operators => operators;

    /// <summary>How many <see cref="AnswerSteps"/> it takes at the most.</summary>
    public long Steps => AnswerSteps.Attribute + operators.Sum(static candidate => candidate.Steps);

    public bool Holds(GrayContext context)
    {
        var reading = new AttributeReading(attribute, context);
        foreach (var candidate in operators)
        {
            if (!candidate.Holds(reading))
            {
                return false;
            }
        }

        return true;
    }

    public void Explain(GrayContext context, List<ConditionExplanation> parts)
    {
        var reading = new AttributeReading(attribute, context);
        foreach (var candidate in operators)
        {
            parts.Add(new($"when.{attribute.Name}", candidate.ToString(), Shown(reading.Value), candidate.Holds(reading)));
        }
    }

    private static string Shown(GrayValue value) => value.Kind switch
    {
        GrayValueKind.None => "missing",
        GrayValueKind.Text => $"'{value}'",
        GrayValueKind.List => string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", value.List!.Select(text => $"'{text}'"))}]"),
        _ => value.ToString(),
    };
}
