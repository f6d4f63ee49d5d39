using System.Collections.Immutable;
using GrayFlags.Documents;
using GrayFlags.Rules.Operators;

namespace GrayFlags.Compilation;

/// <summary>The compilation of one operator of <c>when</c>.</summary>
internal sealed class OperatorEntry
{
    /// <summary>All operators, the cheap ones first, which is the order in which they are asked.</summary>
    public static readonly ImmutableArray<OperatorEntry> All = Ranked(
    [
        For<bool>("exists", static (_, name, isWanted) => new ExistsOperator(name, isWanted)),
        For<string>("eq", static (compiler, name, literal) => compiler.Equal(name, [literal], isNegated: false)),
        For<string>("ne", static (compiler, name, literal) => compiler.Equal(name, [literal], isNegated: true)),
        For<IReadOnlyList<string>>("in", static (compiler, name, literals) => compiler.Equal(name, literals, isNegated: false)),
        For<IReadOnlyList<string>>("notIn", static (compiler, name, literals) => compiler.Equal(name, literals, isNegated: true)),
        For<string>("gt", static (compiler, name, literal) => compiler.Order(name, Ordering.Greater, literal)),
        For<string>("gte", static (compiler, name, literal) => compiler.Order(name, Ordering.GreaterOrEqual, literal)),
        For<string>("lt", static (compiler, name, literal) => compiler.Order(name, Ordering.Less, literal)),
        For<string>("lte", static (compiler, name, literal) => compiler.Order(name, Ordering.LessOrEqual, literal)),
        For<DateTimeOffset>("before", static (_, name, instant) => new OrderOperator(name, Ordering.Less, instant)),
        For<DateTimeOffset>("after", static (_, name, instant) => new OrderOperator(name, Ordering.Greater, instant)),
        For<TimeSpan>("newerThan", static (compiler, name, age) => compiler.Age(name, isNewer: true, age)),
        For<TimeSpan>("olderThan", static (compiler, name, age) => compiler.Age(name, isNewer: false, age)),
        For<IReadOnlyList<string>>("startsWith", static (compiler, name, texts) => compiler.Part(name, TextPart.Start, texts)),
        For<IReadOnlyList<string>>("endsWith", static (compiler, name, texts) => compiler.Part(name, TextPart.End, texts)),
        For<IReadOnlyList<string>>("contains", static (compiler, name, texts) => compiler.Part(name, TextPart.Anywhere, texts)),
        For<string>("semver", static (compiler, name, range) => compiler.Version(name, range)),
        For<IReadOnlyList<string>>("cidr", static (compiler, name, networks) => compiler.Networks(name, networks)),
        For<IReadOnlyList<string>>("matches", static (compiler, name, patterns) => compiler.Patterns(name, patterns)),
        For<string>("jsonLogic", static (compiler, name, text) => compiler.JsonLogic(name, text)),
        For<bool>("ignoreCase", static (compiler, name, _) => compiler.CheckCase(name)),
    ]);

    // By the place of the operator's field.
    private static readonly OperatorEntry[] ByField =
        [.. OperatorField.All.Select(field => All.First(entry => entry.Name == field.Name))];

    private readonly Func<OperatorCompiler, object, AttributeOperator?> _compile;

    private OperatorEntry(string name, Func<OperatorCompiler, object, AttributeOperator?> compile)
    {
        Name = name;
        _compile = compile;
    }

    public string Name { get; }

    /// <summary>Its place among <see cref="All"/>.</summary>
    public int Rank { get; private set; }

    public static OperatorEntry Of(Field field) => ByField[field.Index];

    /// <summary>The operator; null when the operand has a problem, which is reported then.</summary>
    public AttributeOperator? Compile(OperatorCompiler compiler, object operand) => _compile(compiler, operand);

    private static OperatorEntry For<T>(string name, Func<OperatorCompiler, string, T, AttributeOperator?> compile) =>
        new(name, (compiler, operand) => compile(compiler, name, (T)operand));

    private static ImmutableArray<OperatorEntry> Ranked(ImmutableArray<OperatorEntry> entries)
    {
        for (var rank = 0; rank < entries.Length; rank++)
        {
            entries[rank].Rank = rank;
        }

        return entries;
    }
}
