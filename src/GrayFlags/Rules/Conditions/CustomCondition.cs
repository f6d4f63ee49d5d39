namespace GrayFlags.Rules.Conditions;

/// <summary>Calls a test of the app's own and contains its exceptions.</summary>
internal sealed class CustomCondition(string name, string parameters, GrayConditionTest test, CustomConditions conditions) : Condition
{
    public override long Steps => EvaluationCost.Custom;

    public override bool Holds(ref EvaluationFrame frame) => Ask(ref frame, out _);

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var holds = Ask(ref frame, out var thrown);
        return new("custom", $"'{name}' of {parameters}", thrown is null ? "" : $"it threw {thrown.GetType().Name}", holds);
    }

    private bool Ask(ref EvaluationFrame frame, out Exception? thrown)
    {
        thrown = null;
        try
        {
            return test(frame.Context, new DateTimeOffset(frame.NowTicks, TimeSpan.Zero));
        }
        catch (Exception exception)
        {
            conditions.Fail(name, exception);
            thrown = exception;
            return false;
        }
    }
}
