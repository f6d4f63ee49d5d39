using System.Collections.Immutable;

namespace GrayFlags.Documents;

/// <summary>The operators of <c>when</c> as fields of documents: reader, writer and configuration reader know no others.</summary>
/// <remarks>
/// To add one: a row here, a property in <see cref="AttributeDefinition"/>, a row of <see cref="Compilation.OperatorEntry"/> with the operator that it makes,
/// and the schema.
/// </remarks>
internal static class OperatorField
{
    // A field's place is that of its row, so the rows come first, in the order of the schema.
    private static readonly FieldTable Table = new();

    public static readonly Field In = Table.Add("in", FieldKind.SplitLiterals);
    public static readonly Field NotIn = Table.Add("notIn", FieldKind.SplitLiterals);
    public static readonly Field Eq = Table.Add("eq", FieldKind.Literal);
    public static readonly Field Ne = Table.Add("ne", FieldKind.Literal);
    public static readonly Field Gt = Table.Add("gt", FieldKind.Literal);
    public static readonly Field Gte = Table.Add("gte", FieldKind.Literal);
    public static readonly Field Lt = Table.Add("lt", FieldKind.Literal);
    public static readonly Field Lte = Table.Add("lte", FieldKind.Literal);
    public static readonly Field Contains = Table.Add("contains", FieldKind.Literals);
    public static readonly Field StartsWith = Table.Add("startsWith", FieldKind.Literals);
    public static readonly Field EndsWith = Table.Add("endsWith", FieldKind.Literals);
    public static readonly Field Matches = Table.Add("matches", FieldKind.Literals);
    public static readonly Field Before = Table.Add("before", FieldKind.Instant);
    public static readonly Field After = Table.Add("after", FieldKind.Instant);
    public static readonly Field Semver = Table.Add("semver", FieldKind.Literal);
    public static readonly Field Cidr = Table.Add("cidr", FieldKind.Texts);
    public static readonly Field Exists = Table.Add("exists", FieldKind.Boolean);
    public static readonly Field NewerThan = Table.Add("newerThan", FieldKind.Duration);
    public static readonly Field OlderThan = Table.Add("olderThan", FieldKind.Duration);
    public static readonly Field IgnoreCase = Table.Add("ignoreCase", FieldKind.Boolean);

    public static readonly Field JsonLogic = Table.Add("jsonLogic", FieldKind.Literal);

    public static readonly ImmutableArray<Field> All = Table.Rows;
}
