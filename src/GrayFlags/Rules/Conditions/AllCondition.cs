namespace GrayFlags.Rules.Conditions;

/// <summary>Each of some conditions holds: those of <c>all</c>, or those that stand together in one nested object.</summary>
internal sealed class AllCondition(Condition[] conditions) : Condition
{
    private readonly Condition[] _asked = [.. conditions.Where(condition => condition.Decided is null)];

    public IReadOnlyList<Condition> Conditions => conditions;

    public override bool? Decided { get; } =
        Array.Exists(conditions, condition => condition.Decided == false)
            ? false
            : Array.TrueForAll(conditions, condition => condition.Decided is not null)
            ? true
            : null;

    public override long Steps => 1 + EvaluationCost.Of(conditions);

    public override bool Holds(ref EvaluationFrame frame) => Decided ?? ConditionList.AllHold(_asked, ref frame);

    public override ConditionExplanation Explain(ref EvaluationFrame frame) =>
        new("all", "all of these", "", Holds(ref frame), ConditionList.Explain(conditions, ref frame));
}
