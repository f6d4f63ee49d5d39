namespace GrayFlags.Documents;

/// <summary>The operators of <c>when</c> for one attribute: all that are given must hold.</summary>
/// <remarks>
/// Literals are texts: the kind of the context's value decides whether they are compared as text (ordinal), number, boolean or instant. A missing attribute,
/// and a value that cannot be compared, holds for none but <c>ne</c>, <c>notIn</c> and <c>exists: false</c>. Of a list, one element is enough, and <c>ne</c>
/// and <c>notIn</c> hold where no element is equal. In a list of operands, one is enough; an empty one matches nobody.
/// </remarks>
public sealed class AttributeDefinition : Definition
{
    private FieldValues _operands;

    /// <summary>Equal to any of these; a bare list in a document.</summary>
    public IReadOnlyList<string>? In { get => (IReadOnlyList<string>?)Find(OperatorField.In); init => Add(OperatorField.In, value); }

    /// <summary>Equal to none of these.</summary>
    public IReadOnlyList<string>? NotIn { get => (IReadOnlyList<string>?)Find(OperatorField.NotIn); init => Add(OperatorField.NotIn, value); }

    /// <summary>Equal to this; a bare value in a document.</summary>
    public string? Eq { get => (string?)Find(OperatorField.Eq); init => Add(OperatorField.Eq, value); }

    /// <summary>Not equal to this.</summary>
    public string? Ne { get => (string?)Find(OperatorField.Ne); init => Add(OperatorField.Ne, value); }

    /// <summary>Greater than this number, or later than this instant.</summary>
    public string? Gt { get => (string?)Find(OperatorField.Gt); init => Add(OperatorField.Gt, value); }

    /// <summary>Greater than or equal to this number or instant.</summary>
    public string? Gte { get => (string?)Find(OperatorField.Gte); init => Add(OperatorField.Gte, value); }

    /// <summary>Less than this number, or earlier than this instant.</summary>
    public string? Lt { get => (string?)Find(OperatorField.Lt); init => Add(OperatorField.Lt, value); }

    /// <summary>Less than or equal to this number or instant.</summary>
    public string? Lte { get => (string?)Find(OperatorField.Lte); init => Add(OperatorField.Lte, value); }

    /// <summary>Any of these texts stands in the value; ordinal.</summary>
    public IReadOnlyList<string>? Contains { get => (IReadOnlyList<string>?)Find(OperatorField.Contains); init => Add(OperatorField.Contains, value); }

    /// <summary>The value starts with any of these texts; ordinal.</summary>
    public IReadOnlyList<string>? StartsWith { get => (IReadOnlyList<string>?)Find(OperatorField.StartsWith); init => Add(OperatorField.StartsWith, value); }

    /// <summary>The value ends with any of these texts; ordinal.</summary>
    public IReadOnlyList<string>? EndsWith { get => (IReadOnlyList<string>?)Find(OperatorField.EndsWith); init => Add(OperatorField.EndsWith, value); }

    /// <summary>Any of these regular expressions is found in the value. They are matched in linear time, so without look-arounds and backreferences.</summary>
    public IReadOnlyList<string>? Matches { get => (IReadOnlyList<string>?)Find(OperatorField.Matches); init => Add(OperatorField.Matches, value); }

    /// <summary>An instant before this one.</summary>
    public DateTimeOffset? Before { get => (DateTimeOffset?)Find(OperatorField.Before); init => Add(OperatorField.Before, value); }

    /// <summary>An instant after this one.</summary>
    public DateTimeOffset? After { get => (DateTimeOffset?)Find(OperatorField.After); init => Add(OperatorField.After, value); }

    /// <summary>A version inside this range, such as <c>&gt;=2.1.0 &lt;3</c>; ordered after Semantic Versioning 2.0.0.</summary>
    public string? Semver { get => (string?)Find(OperatorField.Semver); init => Add(OperatorField.Semver, value); }

    /// <summary>An IP address inside any of these networks, such as <c>10.0.0.0/8</c> or <c>2001:db8::/32</c>.</summary>
    public IReadOnlyList<string>? Cidr { get => (IReadOnlyList<string>?)Find(OperatorField.Cidr); init => Add(OperatorField.Cidr, value); }

    /// <summary>True: the context has the attribute. False: it does not.</summary>
    public bool? Exists { get => (bool?)Find(OperatorField.Exists); init => Add(OperatorField.Exists, value); }

    /// <summary>An instant less than this long ago, or in the future.</summary>
    public TimeSpan? NewerThan { get => (TimeSpan?)Find(OperatorField.NewerThan); init => Add(OperatorField.NewerThan, value); }

    /// <summary>An instant this long ago or longer.</summary>
    public TimeSpan? OlderThan { get => (TimeSpan?)Find(OperatorField.OlderThan); init => Add(OperatorField.OlderThan, value); }

    /// <summary>
    /// True: the operators that compare texts ignore case, ordinally, as names do. It needs one of them beside it. Null: the default, false.
    /// </summary>
    public bool? IgnoreCase { get => (bool?)Find(OperatorField.IgnoreCase); init => Add(OperatorField.IgnoreCase, value); }

    /// <summary>
    /// A comparison as JsonLogic makes it, for documents of flagd: an operator and a literal of JSON, such as <c>== "gold"</c>, <c>in ["a", 1]</c>,
    /// <c>sem_ver ^ "1.2"</c> or <c>!!</c>. Kinds matter there: 1 is not "1" for <c>===</c>, and is for <c>==</c>.
    /// </summary>
    public string? JsonLogic { get => (string?)Find(OperatorField.JsonLogic); init => Add(OperatorField.JsonLogic, value); }

    /// <summary>The operators that are given, each with its operand.</summary>
    internal FieldValues Values { get => _operands; init => _operands = value; }

    internal bool IsEmpty => _operands.IsEmpty;

    private object? Find(Field field) => _operands.Find(field);

    // An initialiser may name a property once only, and a second one may not follow: nothing is ever replaced.
    private void Add(Field field, object? operand) => _operands.Add(field, operand);
}
