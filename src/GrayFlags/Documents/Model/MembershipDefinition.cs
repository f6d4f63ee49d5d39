namespace GrayFlags.Documents;

/// <summary>The conditions that say who somebody is: shared by rules, segments and what they except.</summary>
/// <remarks>A null list was not given and imposes no condition; an empty list matches nobody.</remarks>
public class MembershipDefinition : Definition
{
    /// <summary>Holds when the user id is in the list; compared ordinally.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    /// <summary>Holds when the context is in any of the segments. Names ignore case.</summary>
    public IReadOnlyList<string>? Segments { get; init; }

    /// <summary>Holds when the context's region is one of these codes or lies below one; levels are separated by <c>-</c>, case is ignored.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>
    /// Holds when each of these attributes satisfies its operators. Attributes by name, ordinal; <c>userId</c>
    /// and <c>region</c>, in any case, are the context's own.
    /// </summary>
    public IReadOnlyDictionary<string, AttributeDefinition>? When { get; init; }

    internal virtual bool IsEmpty => Users is null && Segments is null && Regions is null && When is null;
}
