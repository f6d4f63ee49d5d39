namespace GrayFlags.Documents;

/// <summary>What <c>when</c> asks of one attribute: all of the operators that are given must hold.</summary>
/// <remarks>
/// Literals are texts: the kind of the context's value decides whether they are compared as text (ordinal), number, boolean or instant.
/// A missing attribute, and a value that cannot be compared, holds for none but <c>ne</c>, <c>notIn</c> and <c>exists: false</c>.
/// Of a list, one element is enough, and <c>ne</c> and <c>notIn</c> hold where no element is equal. In a list of operands, one is enough; an empty one matches nobody.
/// </remarks>
public sealed class AttributeDefinition : Definition
{
    // Boxed: of what few attributes are asked for, the others need not keep the room.
    private readonly object? _before;
    private readonly object? _after;

    /// <summary>Equal to any of these; a bare list in a document.</summary>
    public IReadOnlyList<string>? In { get; init; }

    /// <summary>Equal to none of these.</summary>
    public IReadOnlyList<string>? NotIn { get; init; }

    /// <summary>Equal to this; a bare value in a document.</summary>
    public string? Eq { get; init; }

    /// <summary>Not equal to this.</summary>
    public string? Ne { get; init; }

    /// <summary>Greater than this number, or later than this instant.</summary>
    public string? Gt { get; init; }

    /// <summary>Greater than or equal to this number or instant.</summary>
    public string? Gte { get; init; }

    /// <summary>Less than this number, or earlier than this instant.</summary>
    public string? Lt { get; init; }

    /// <summary>Less than or equal to this number or instant.</summary>
    public string? Lte { get; init; }

    /// <summary>Any of these texts stands in the value; ordinal.</summary>
    public IReadOnlyList<string>? Contains { get; init; }

    /// <summary>The value starts with any of these texts; ordinal.</summary>
    public IReadOnlyList<string>? StartsWith { get; init; }

    /// <summary>The value ends with any of these texts; ordinal.</summary>
    public IReadOnlyList<string>? EndsWith { get; init; }

    /// <summary>Any of these regular expressions is found in the value. They are matched in linear time, so without look-arounds and backreferences.</summary>
    public IReadOnlyList<string>? Matches { get; init; }

    /// <summary>An instant before this one.</summary>
    public DateTimeOffset? Before { get => (DateTimeOffset?)_before; init => _before = value; }

    /// <summary>An instant after this one.</summary>
    public DateTimeOffset? After { get => (DateTimeOffset?)_after; init => _after = value; }

    /// <summary>A version inside this range, such as <c>&gt;=2.1.0 &lt;3</c>; ordered after Semantic Versioning 2.0.0.</summary>
    public string? Semver { get; init; }

    /// <summary>An IP address inside any of these networks, such as <c>10.0.0.0/8</c> or <c>2001:db8::/32</c>.</summary>
    public IReadOnlyList<string>? Cidr { get; init; }

    /// <summary>True: the context has the attribute. False: it has not.</summary>
    public bool? Exists { get; init; }

    internal bool IsEmpty => this is
    {
        In: null, NotIn: null, Eq: null, Ne: null, Gt: null, Gte: null, Lt: null, Lte: null, Contains: null, StartsWith: null, EndsWith: null,
        Matches: null, Before: null, After: null, Semver: null, Cidr: null, Exists: null,
    };
}
