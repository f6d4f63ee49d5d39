namespace GrayFlags.Documents;

/// <summary>All the conditions that a rule, or the <c>except</c> of a rule, may have.</summary>
public class ConditionsDefinition : MembershipDefinition
{
    /// <summary>Holds while now is inside the window. Null: at any time.</summary>
    public WindowDefinition? Window { get; init; }

    /// <summary>Holds when the subject's bucket is inside the range. Null: every subject.</summary>
    public PercentageDefinition? Percentage { get; init; }

    internal override bool IsEmpty => base.IsEmpty && Window is null && Percentage is null;
}
