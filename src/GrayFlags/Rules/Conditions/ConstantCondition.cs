namespace GrayFlags.Rules.Conditions;

/// <summary>A condition on what does not change while a program runs, decided when it is compiled.</summary>
internal sealed class ConstantCondition(string field, string wanted, string seen, bool holds) : Condition
{
    public override bool? Decided => holds;

    public override long Steps => 1;

    public override bool Holds(ref EvaluationFrame frame) => holds;

    public override ConditionExplanation Explain(ref EvaluationFrame frame) => new(field, wanted, seen, holds);
}
