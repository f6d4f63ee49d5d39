using GrayFlags.Rules.Operators;

namespace GrayFlags.Rules.Conditions;

/// <summary>Each of some attributes satisfies its operators.</summary>
internal sealed class WhenCondition(WhenAttribute[] attributes) : Condition
{
    public IReadOnlyList<WhenAttribute> Attributes => attributes;

    public override long Steps => attributes.Sum(static attribute => attribute.Steps);

    public override bool Holds(ref EvaluationFrame frame)
    {
        foreach (var attribute in attributes)
        {
            if (!attribute.Holds(ref frame))
            {
                return false;
            }
        }

        return true;
    }

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var parts = new List<ConditionExplanation>();
        foreach (var attribute in attributes)
        {
            attribute.Explain(ref frame, parts);
        }

        return new("when", "all of these", "", Holds(ref frame), parts);
    }
}
