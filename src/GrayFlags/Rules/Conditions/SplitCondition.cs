namespace GrayFlags.Rules.Conditions;

/// <summary>The subject has an id that a split can divide by. A subject without one is in no split, as it is in no percentage.</summary>
internal sealed class SplitCondition(VariantSplit split, BucketingUnit subject) : Condition
{
    public override long Steps => 1;

    /// <summary>True where a variant decides what the flag reads as.</summary>
    public bool DecidesEnabled => split.DecidesEnabled;

    public override bool Holds(ref EvaluationFrame frame)
    {
        if (subject.TryGetHash(ref frame, out _))
        {
            return true;
        }

        frame.SubjectMissing = true;
        return false;
    }

    /// <summary>The variant of a context for which the condition holds.</summary>
    public Variant? Pick(ref EvaluationFrame frame) => subject.TryGetHash(ref frame, out var hash) ? split.Pick(hash) : null;

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var seen = Pick(ref frame) is { } variant ? $"variant '{variant.Name}'" : $"the context has no {subject}, and nobody without one is in a split";
        return new("split", ToString(), seen, Holds(ref frame));
    }

    public override string ToString() => $"{split}, by {subject}, salt '{split.Salt}'";
}
