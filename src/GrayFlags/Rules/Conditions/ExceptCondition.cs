namespace GrayFlags.Rules.Conditions;

/// <summary>None of some conditions holds.</summary>
internal sealed class ExceptCondition(Condition[] conditions) : Condition
{
    public override bool Holds(ref EvaluationFrame frame) => !ConditionList.AnyHolds(conditions, ref frame);

    public override ConditionExplanation Explain(ref EvaluationFrame frame) =>
        new("except", "none of these", "", Holds(ref frame), ConditionList.Explain(conditions, ref frame));
}
