namespace GrayFlags.Rules.Conditions;

/// <summary>A condition does not hold.</summary>
internal sealed class NotCondition(Condition condition) : Condition
{
    public Condition Condition => condition;

    public override bool? Decided { get; } = !condition.Decided;

    public override long Steps => 1 + condition.Steps;

    public override bool Holds(ref EvaluationFrame frame) => !condition.Holds(ref frame);

    public override ConditionExplanation Explain(ref EvaluationFrame frame) => new("not", "not this", "", Holds(ref frame), [condition.Explain(ref frame)]);
}
