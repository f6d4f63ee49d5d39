namespace GrayFlags.Rules.Conditions;

/// <summary>None of some conditions holds.</summary>
internal sealed class ExceptCondition(Condition[] conditions) : Condition
{
    public IReadOnlyList<Condition> Conditions => conditions;

    // An id that is missing among the exceptions is not noted: with it, the rule would match less often, never more.
    public override bool Holds(ref EvaluationFrame frame)
    {
        var before = frame.SubjectMissing;
        var holds = !ConditionList.AnyHolds(conditions, ref frame);
        frame.SubjectMissing = before;
        return holds;
    }

    public override ConditionExplanation Explain(ref EvaluationFrame frame) =>
        new("except", "none of these", "", Holds(ref frame), ConditionList.Explain(conditions, ref frame));
}
