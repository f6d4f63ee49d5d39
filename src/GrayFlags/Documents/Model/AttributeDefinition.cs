using System.Collections.Immutable;

namespace GrayFlags.Documents;

/// <summary>The operators of <c>when</c> for one attribute: all that are given must hold.</summary>
/// <remarks>
/// Literals are texts: the kind of the context's value decides whether they are compared as text (ordinal), number, boolean or instant. A missing attribute,
/// and a value that cannot be compared, holds for none but <c>ne</c>, <c>notIn</c> and <c>exists: false</c>. Of a list, one element is enough, and <c>ne</c>
/// and <c>notIn</c> hold where no element is equal. In a list of operands, one is enough; an empty one matches nobody.
/// </remarks>
public sealed class AttributeDefinition : Definition
{
    /// <summary>The operators, in the order of the schema: the reader, the writer and the configuration reader know no others.</summary>
    /// <remarks>
    /// To add one: a row here, a property below, a row of <see cref="Compilation.OperatorEntry"/> with the operator that it makes, and the schema.
    /// </remarks>
    internal static readonly ImmutableArray<Field> Operators = Field.Table(
    [
        ("in", FieldKind.SplitLiterals),
        ("notIn", FieldKind.SplitLiterals),
        ("eq", FieldKind.Literal),
        ("ne", FieldKind.Literal),
        ("gt", FieldKind.Literal),
        ("gte", FieldKind.Literal),
        ("lt", FieldKind.Literal),
        ("lte", FieldKind.Literal),
        ("contains", FieldKind.Literals),
        ("startsWith", FieldKind.Literals),
        ("endsWith", FieldKind.Literals),
        ("matches", FieldKind.Literals),
        ("before", FieldKind.Instant),
        ("after", FieldKind.Instant),
        ("semver", FieldKind.Literal),
        ("cidr", FieldKind.Texts),
        ("exists", FieldKind.Boolean),
        ("newerThan", FieldKind.Duration),
        ("olderThan", FieldKind.Duration),
        ("ignoreCase", FieldKind.Boolean),
    ]);

    private FieldValues _operands;

    /// <summary>Equal to any of these; a bare list in a document.</summary>
    public IReadOnlyList<string>? In { get => (IReadOnlyList<string>?)Find("in"); init => Set("in", value); }

    /// <summary>Equal to none of these.</summary>
    public IReadOnlyList<string>? NotIn { get => (IReadOnlyList<string>?)Find("notIn"); init => Set("notIn", value); }

    /// <summary>Equal to this; a bare value in a document.</summary>
    public string? Eq { get => (string?)Find("eq"); init => Set("eq", value); }

    /// <summary>Not equal to this.</summary>
    public string? Ne { get => (string?)Find("ne"); init => Set("ne", value); }

    /// <summary>Greater than this number, or later than this instant.</summary>
    public string? Gt { get => (string?)Find("gt"); init => Set("gt", value); }

    /// <summary>Greater than or equal to this number or instant.</summary>
    public string? Gte { get => (string?)Find("gte"); init => Set("gte", value); }

    /// <summary>Less than this number, or earlier than this instant.</summary>
    public string? Lt { get => (string?)Find("lt"); init => Set("lt", value); }

    /// <summary>Less than or equal to this number or instant.</summary>
    public string? Lte { get => (string?)Find("lte"); init => Set("lte", value); }

    /// <summary>Any of these texts stands in the value; ordinal.</summary>
    public IReadOnlyList<string>? Contains { get => (IReadOnlyList<string>?)Find("contains"); init => Set("contains", value); }

    /// <summary>The value starts with any of these texts; ordinal.</summary>
    public IReadOnlyList<string>? StartsWith { get => (IReadOnlyList<string>?)Find("startsWith"); init => Set("startsWith", value); }

    /// <summary>The value ends with any of these texts; ordinal.</summary>
    public IReadOnlyList<string>? EndsWith { get => (IReadOnlyList<string>?)Find("endsWith"); init => Set("endsWith", value); }

    /// <summary>Any of these regular expressions is found in the value. They are matched in linear time, so without look-arounds and backreferences.</summary>
    public IReadOnlyList<string>? Matches { get => (IReadOnlyList<string>?)Find("matches"); init => Set("matches", value); }

    /// <summary>An instant before this one.</summary>
    public DateTimeOffset? Before { get => (DateTimeOffset?)Find("before"); init => Set("before", value); }

    /// <summary>An instant after this one.</summary>
    public DateTimeOffset? After { get => (DateTimeOffset?)Find("after"); init => Set("after", value); }

    /// <summary>A version inside this range, such as <c>&gt;=2.1.0 &lt;3</c>; ordered after Semantic Versioning 2.0.0.</summary>
    public string? Semver { get => (string?)Find("semver"); init => Set("semver", value); }

    /// <summary>An IP address inside any of these networks, such as <c>10.0.0.0/8</c> or <c>2001:db8::/32</c>.</summary>
    public IReadOnlyList<string>? Cidr { get => (IReadOnlyList<string>?)Find("cidr"); init => Set("cidr", value); }

    /// <summary>True: the context has the attribute. False: it does not.</summary>
    public bool? Exists { get => (bool?)Find("exists"); init => Set("exists", value); }

    /// <summary>An instant less than this long ago, or in the future.</summary>
    public TimeSpan? NewerThan { get => (TimeSpan?)Find("newerThan"); init => Set("newerThan", value); }

    /// <summary>An instant this long ago or longer.</summary>
    public TimeSpan? OlderThan { get => (TimeSpan?)Find("olderThan"); init => Set("olderThan", value); }

    /// <summary>
    /// True: the operators that compare texts ignore case, ordinally, as names do. It needs one of them beside it. Null: the default, false.
    /// </summary>
    public bool? IgnoreCase { get => (bool?)Find("ignoreCase"); init => Set("ignoreCase", value); }

    /// <summary>The operators that are given, each with its operand.</summary>
    internal FieldValues Values { get => _operands; init => _operands = value; }

    internal bool IsEmpty => _operands.IsEmpty;

    private object? Find(string name) => IsEmpty ? null : _operands.Find(Field.Find(Operators, name));

    // An initialiser may name a property once only, and a second one may not follow: nothing is ever replaced.
    private void Set(string name, object? operand) => _operands.Add(Field.Find(Operators, name), operand);
}
