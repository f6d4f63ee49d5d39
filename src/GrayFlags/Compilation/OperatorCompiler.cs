using System.Runtime.InteropServices;
using GrayFlags.Compilation.Patterns;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Operators;
using GrayFlags.Rules.Sets;

namespace GrayFlags.Compilation;

/// <summary>Compiles the operators of one attribute after the other. Equal sets, networks, ranges and patterns are compiled once and shared.</summary>
internal sealed class OperatorCompiler(ProblemList problems, DocumentLimits limits, PatternPool pool)
{
    private readonly SetInterner<LiteralSet> _literals = new(literals => new LiteralSet(literals), StringComparer.Ordinal);
    private readonly SetInterner<AddressSet> _networks = new(networks => new AddressSet(networks), StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, VersionRange?> _ranges = new(StringComparer.Ordinal);
    private readonly PatternBudget _patterns = new(limits, pool);

    private readonly List<AttributeOperator> _compiled = [];

    // The attribute at hand.
    private AttributeDefinition _definition = new();
    private List<string> _path = [];

    /// <summary>The operators that are given and have no problem, the cheap ones first.</summary>
    public AttributeOperator[] Compile(AttributeDefinition definition, List<string> path)
    {
        _definition = definition;
        _path = path;
        _compiled.Clear();
        Add(definition.Exists is { } exists ? new ExistsOperator("exists", exists) : null);
        Add(definition.Eq is { } eq ? Equal("eq", [eq], isNegated: false) : null);
        Add(definition.Ne is { } ne ? Equal("ne", [ne], isNegated: true) : null);
        Add(definition.In is { } isIn ? Equal("in", isIn, isNegated: false) : null);
        Add(definition.NotIn is { } notIn ? Equal("notIn", notIn, isNegated: true) : null);
        Add(definition.Gt is { } gt ? Order("gt", Ordering.Greater, gt) : null);
        Add(definition.Gte is { } gte ? Order("gte", Ordering.GreaterOrEqual, gte) : null);
        Add(definition.Lt is { } lt ? Order("lt", Ordering.Less, lt) : null);
        Add(definition.Lte is { } lte ? Order("lte", Ordering.LessOrEqual, lte) : null);
        Add(definition.Before is { } before ? new OrderOperator("before", Ordering.Less, before) : null);
        Add(definition.After is { } after ? new OrderOperator("after", Ordering.Greater, after) : null);
        Add(definition.StartsWith is { } starts ? Part("startsWith", TextPart.Start, starts) : null);
        Add(definition.EndsWith is { } ends ? Part("endsWith", TextPart.End, ends) : null);
        Add(definition.Contains is { } contains ? Part("contains", TextPart.Anywhere, contains) : null);
        Add(definition.Semver is { } semver ? Version("semver", semver) : null);
        Add(definition.Cidr is { } cidr ? Networks("cidr", cidr) : null);
        Add(definition.Matches is { } matches ? Patterns("matches", matches) : null);
        return [.. _compiled];
    }

    private void Add(AttributeOperator? compiled)
    {
        if (compiled is not null)
        {
            _compiled.Add(compiled);
        }
    }

    private EqualOperator? Equal(string field, IReadOnlyList<string> literals, bool isNegated) =>
        IsGood(field, literals) ? new EqualOperator(field, _literals.Get(literals), isNegated) : null;

    private OrderOperator? Order(string field, Ordering ordering, string literal)
    {
        var compiled = OrderOperator.TryCreate(field, ordering, literal);
        return compiled ?? Refuse<OrderOperator>(field, ProblemText.NotInOrder(LogSafeText.Quote(literal)));
    }

    private TextOperator? Part(string field, TextPart part, IReadOnlyList<string> texts)
    {
        if (!IsGood(field, texts))
        {
            return null;
        }

        return texts.Contains("") ? Refuse<TextOperator>(field, ProblemText.EmptyPart) : new TextOperator(field, part, texts, limits.MaxMatchedLength);
    }

    private VersionOperator? Version(string field, string text)
    {
        if (!_ranges.TryGetValue(text, out var range))
        {
            range = VersionRange.TryParse(text);
            _ranges.Add(text, range);
        }

        return range is null ? Refuse<VersionOperator>(field, ProblemText.BadVersionRange(LogSafeText.Quote(text))) : new VersionOperator(field, range);
    }

    private AddressOperator? Networks(string field, IReadOnlyList<string> networks)
    {
        if (!IsGood(field, networks))
        {
            return null;
        }

        var bad = networks.FirstOrDefault(network => !AddressText.TryParseNetwork(network, out _, out _));
        return bad is null ? new AddressOperator(field, _networks.Get(networks)) : Refuse<AddressOperator>(field, ProblemText.BadNetwork(LogSafeText.Quote(bad)));
    }

    private PatternOperator? Patterns(string field, IReadOnlyList<string> texts)
    {
        if (!IsGood(field, texts))
        {
            return null;
        }

        var patterns = new List<Pattern>(texts.Count);
        foreach (var text in texts.Distinct(StringComparer.Ordinal))
        {
            if (_patterns.Get(text, out var problem) is { } pattern)
            {
                patterns.Add(pattern);
            }
            else
            {
                Refuse<Pattern>(field, problem);
            }
        }

        return new PatternOperator(field, [.. patterns]);
    }

    private bool IsGood(string field, IReadOnlyList<string> literals)
    {
        if (literals.Count > limits.MaxListEntries)
        {
            Refuse<object>(field, ProblemText.TooMany(literals.Count, "entries", limits.MaxListEntries, nameof(DocumentLimits.MaxListEntries)));
            return false;
        }

        if (literals.Contains(null))
        {
            Refuse<object>(field, ProblemText.NullLiteral);
            return false;
        }

        return true;
    }

    private T? Refuse<T>(string field, string problem)
        where T : class
    {
        problems.Add(_definition, field, problem, CollectionsMarshal.AsSpan(_path));
        return null;
    }
}
