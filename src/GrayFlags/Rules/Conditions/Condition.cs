namespace GrayFlags.Rules.Conditions;

/// <summary>One compiled condition. Immutable; evaluating it never throws, locks or allocates.</summary>
internal abstract class Condition
{
    /// <summary>The verdict, if it is known before any evaluation.</summary>
    public virtual bool? Decided => null;

    /// <summary>The maximum <see cref="EvaluationCost"/> of an answer here.</summary>
    public abstract long Steps { get; }

    public abstract bool Holds(ref EvaluationFrame frame);

    /// <summary>The same verdict with its reasons; may allocate.</summary>
    public abstract ConditionExplanation Explain(ref EvaluationFrame frame);

    protected static string Shown(string? text) => string.IsNullOrEmpty(text) ? "none" : $"'{text}'";
}
