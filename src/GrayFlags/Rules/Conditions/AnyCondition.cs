namespace GrayFlags.Rules.Conditions;

/// <summary>At least one of some conditions holds.</summary>
internal sealed class AnyCondition(Condition[] conditions) : Condition
{
    private readonly Condition[] _asked = [.. conditions.Where(condition => condition.Decided is null)];

    public IReadOnlyList<Condition> Conditions => conditions;

    public override bool? Decided { get; } =
        Array.Exists(conditions, condition => condition.Decided == true)
            ? true
            : Array.TrueForAll(conditions, condition => condition.Decided is not null)
            ? false
            : null;

    public override long Steps => 1 + EvaluationCost.Of(conditions);

    public override bool Holds(ref EvaluationFrame frame) => Decided ?? ConditionList.AnyHolds(_asked, ref frame);

    public override ConditionExplanation Explain(ref EvaluationFrame frame) =>
        new("any", "any of these", "", Holds(ref frame), ConditionList.Explain(conditions, ref frame));
}
