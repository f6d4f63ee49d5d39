namespace GrayFlags.Rules.Conditions;

/// <summary>One condition, compiled. Immutable; asking never throws, locks or allocates.</summary>
internal abstract class Condition
{
    /// <summary>The verdict, where it is known before anybody asks.</summary>
    public virtual bool? Decided => null;

    /// <summary>How many <see cref="EvaluationCost"/> an answer takes here at the most.</summary>
    public abstract long Steps { get; }

    public abstract bool Holds(ref EvaluationFrame frame);

    /// <summary>The same verdict with its reasons; may allocate.</summary>
    public abstract ConditionExplanation Explain(ref EvaluationFrame frame);

    protected static string Shown(string? text) => string.IsNullOrEmpty(text) ? "none" : $"'{text}'";
}
