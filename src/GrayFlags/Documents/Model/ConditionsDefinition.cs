namespace GrayFlags.Documents;

/// <summary>All the conditions that a rule, the <c>except</c> of a rule, or an object nested in <c>any</c>, <c>all</c> or <c>not</c> may have.</summary>
public class ConditionsDefinition : MembershipDefinition
{
    /// <summary>Holds while now is inside the window. Null: at any time.</summary>
    public WindowDefinition? Window { get => Find<WindowDefinition>(ConditionField.Window); init => Add(ConditionField.Window, value); }

    /// <summary>Holds when the subject's bucket is inside the range. Null: every subject.</summary>
    public PercentageDefinition? Percentage { get => Find<PercentageDefinition>(ConditionField.Percentage); init => Add(ConditionField.Percentage, value); }

    /// <summary>
    /// Holds when each of these flags serves what is written here to the same context: <c>true</c> (on, whichever
    /// variant), <c>false</c>, or a variant. Names ignore case; empty never holds.
    /// </summary>
    public IReadOnlyDictionary<string, ServeDefinition>? Requires
    {
        get => Find<IReadOnlyDictionary<string, ServeDefinition>>(ConditionField.Requires);
        init => Add(ConditionField.Requires, value);
    }

    /// <summary>Holds where the host's environment is one of these, ignoring case.</summary>
    public IReadOnlyList<string>? Environments
    {
        get => Find<IReadOnlyList<string>>(ConditionField.Environments);
        init => Add(ConditionField.Environments, value);
    }

    /// <summary>Holds where the instance's own name is one of these, ignoring case.</summary>
    public IReadOnlyList<string>? Instances { get => Find<IReadOnlyList<string>>(ConditionField.Instances); init => Add(ConditionField.Instances, value); }

    /// <summary>Conditions of the app's own, by the name under which they are registered; all of them must hold. Names ignore case.</summary>
    public IReadOnlyDictionary<string, CustomDefinition>? Custom
    {
        get => Find<IReadOnlyDictionary<string, CustomDefinition>>(ConditionField.Custom);
        init => Add(ConditionField.Custom, value);
    }

    /// <summary>
    /// Holds when one of these objects does: all of its conditions hold. Objects in it have no percentage and are nested at most
    /// <see cref="DocumentLimits.MaxNesting"/> deep, as those of <see cref="All"/> and <see cref="Not"/> are. Null: not given; empty is not allowed.
    /// </summary>
    public IReadOnlyList<ConditionsDefinition>? Any
    {
        get => Find<IReadOnlyList<ConditionsDefinition>>(ConditionField.Any);
        init => Add(ConditionField.Any, value);
    }

    /// <summary>Holds when each of these objects does. Null: not given; empty is not allowed.</summary>
    public IReadOnlyList<ConditionsDefinition>? All
    {
        get => Find<IReadOnlyList<ConditionsDefinition>>(ConditionField.All);
        init => Add(ConditionField.All, value);
    }

    /// <summary>Holds when this object does not: at least one of its conditions does not hold.</summary>
    public ConditionsDefinition? Not { get => Find<ConditionsDefinition>(ConditionField.Not); init => Add(ConditionField.Not, value); }

    internal bool HasNested => Any is not null || All is not null || Not is not null;
}
