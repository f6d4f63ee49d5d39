namespace GrayFlags.Documents;

/// <summary>All the conditions that a rule, or the <c>except</c> of a rule, may have.</summary>
public class ConditionsDefinition : MembershipDefinition
{
    /// <summary>Holds while now is inside the window. Null: at any time.</summary>
    public WindowDefinition? Window { get; init; }

    /// <summary>Holds when the subject's bucket is inside the range. Null: every subject.</summary>
    public PercentageDefinition? Percentage { get; init; }

    /// <summary>
    /// Holds when each of these flags serves what is written here to the same context: <c>true</c> (on, whichever
    /// variant), <c>false</c>, or a variant. Names ignore case; empty never holds.
    /// </summary>
    public IReadOnlyDictionary<string, ServeDefinition>? Requires { get; init; }

    /// <summary>Holds where the host's environment is one of these, ignoring case.</summary>
    public IReadOnlyList<string>? Environments { get; init; }

    /// <summary>Holds where the instance's own name is one of these, ignoring case.</summary>
    public IReadOnlyList<string>? Instances { get; init; }

    /// <summary>Conditions of the app's own, by the name under which they are registered; all of them must hold. Names ignore case.</summary>
    public IReadOnlyDictionary<string, CustomDefinition>? Custom { get; init; }

    internal override bool IsEmpty =>
        base.IsEmpty && Window is null && Percentage is null && Requires is null && Environments is null && Instances is null && Custom is null;
}
