namespace GrayFlags.Documents;

/// <summary>The conditions that say who somebody is: shared by rules, segments and what they except.</summary>
/// <remarks>A null list was not given and imposes no condition; an empty list matches nobody.</remarks>
public class MembershipDefinition : Definition
{
    private FieldValues _conditions;

    /// <summary>Holds when the user id is in the list; compared ordinally.</summary>
    public IReadOnlyList<string>? Users { get => Find<IReadOnlyList<string>>(ConditionField.Users); init => Add(ConditionField.Users, value); }

    /// <summary>Holds when the context is in any of the segments. Names ignore case.</summary>
    public IReadOnlyList<string>? Segments { get => Find<IReadOnlyList<string>>(ConditionField.Segments); init => Add(ConditionField.Segments, value); }

    /// <summary>Holds when the context's region is one of these codes or lies below one; levels are separated by <c>-</c>, case is ignored.</summary>
    public IReadOnlyList<string>? Regions { get => Find<IReadOnlyList<string>>(ConditionField.Regions); init => Add(ConditionField.Regions, value); }

    /// <summary>
    /// Holds when each of these attributes satisfies its operators. Attributes by name, ordinal; <c>userId</c>
    /// and <c>region</c>, in any case, are the context's own.
    /// </summary>
    public IReadOnlyDictionary<string, AttributeDefinition>? When
    {
        get => Find<IReadOnlyDictionary<string, AttributeDefinition>>(ConditionField.When);
        init => Add(ConditionField.When, value);
    }

    /// <summary>The conditions that are given.</summary>
    internal FieldValues Conditions { get => _conditions; init => _conditions = value; }

    internal virtual bool IsEmpty => _conditions.IsEmpty;

    /// <summary>The value of a condition; null when it is not given.</summary>
    private protected T? Find<T>(Field condition)
        where T : class => (T?)_conditions.Find(condition);

    // An initialiser may name a property once only, and a second one may not follow: nothing is ever replaced.
    private protected void Add(Field condition, object? value) => _conditions.Add(condition, value);
}
