namespace GrayFlags.Rules.Conditions;

/// <summary>None of some conditions holds.</summary>
internal sealed class ExceptCondition(Condition[] conditions) : Condition
{
    private readonly Condition[] _asked = [.. conditions.Where(condition => condition.Decided is null)];

    public IReadOnlyList<Condition> Conditions => conditions;

    public override bool? Decided { get; } =
        Array.Exists(conditions, condition => condition.Decided == true)
            ? false
            : Array.TrueForAll(conditions, condition => condition.Decided is not null)
            ? true
            : null;

    public override long Steps => EvaluationCost.Of(conditions);

    // An id that is missing among the exceptions is not noted: with it, the rule would match less often, never more.
    public override bool Holds(ref EvaluationFrame frame)
    {
        if (Decided is { } decided)
        {
            return decided;
        }

        var before = frame.SubjectMissing;
        var holds = !ConditionList.AnyHolds(_asked, ref frame);
        frame.SubjectMissing = before;
        return holds;
    }

    public override ConditionExplanation Explain(ref EvaluationFrame frame) =>
        new("except", "none of these", "", Holds(ref frame), ConditionList.Explain(conditions, ref frame));
}
