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
    private readonly SetInterner<LiteralSet> _literalsInAnyCase =
        new(literals => new LiteralSet(literals, ignoresCase: true), StringComparer.OrdinalIgnoreCase);
    private readonly SetInterner<AddressSet> _networks = new(networks => new AddressSet(networks), StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, VersionRange?> _ranges = new(StringComparer.Ordinal);
    private readonly PatternBudget _patterns = new(limits, pool);
    private readonly FieldValidator _values = new(problems);

    private readonly List<(OperatorEntry Entry, object Operand)> _given = [];
    private readonly List<AttributeOperator> _compiled = [];

    // The attribute at hand.
    private AttributeDefinition _definition = new();
    private List<string> _path = [];

    private bool IgnoresCase => _definition.IgnoreCase == true;

    /// <summary>The operators that are given and have no problem, the cheap ones first.</summary>
    public AttributeOperator[] Compile(AttributeDefinition definition, List<string> path)
    {
        _definition = definition;
        _path = path;
        _given.Clear();
        foreach (var (field, operand) in definition.Values.Given)
        {
            var entry = OperatorEntry.Of(field);
            var place = _given.Count;
            while (place > 0 && _given[place - 1].Entry.Rank > entry.Rank)
            {
                place--;
            }

            _given.Insert(place, (entry, operand));
        }

        _compiled.Clear();
        foreach (var (entry, operand) in _given)
        {
            if (entry.Compile(this, operand) is { } compiled)
            {
                _compiled.Add(compiled);
            }
        }

        return [.. _compiled];
    }

    public EqualOperator? Equal(string field, IReadOnlyList<string> literals, bool isNegated) =>
        IsGood(field, literals) ? new EqualOperator(field, (IgnoresCase ? _literalsInAnyCase : _literals).Get(literals), isNegated) : null;

    public OrderOperator? Order(string field, Ordering ordering, string literal)
    {
        var compiled = OrderOperator.TryCreate(field, ordering, literal);
        return compiled ?? Refuse<OrderOperator>(field, ProblemText.NotInOrder(LogSafeText.Quote(literal)));
    }

    public AgeOperator? Age(string field, bool isNewer, TimeSpan given) =>
        _values.Duration(_definition, field, given, CollectionsMarshal.AsSpan(_path)) is { } age ? new AgeOperator(field, isNewer, age) : null;

    /// <summary>Reports an <c>ignoreCase</c> that no operator goes by; it is none itself.</summary>
    public AttributeOperator? CheckCase(string field) =>
        _definition is { Eq: null, Ne: null, In: null, NotIn: null, StartsWith: null, EndsWith: null, Contains: null }
            ? Refuse<AttributeOperator>(field, ProblemText.CaseOfNothing)
            : null;

    public TextOperator? Part(string field, TextPart part, IReadOnlyList<string> texts)
    {
        if (!IsGood(field, texts))
        {
            return null;
        }

        return texts.Contains("")
            ? Refuse<TextOperator>(field, ProblemText.EmptyPart)
            : new TextOperator(field, part, texts, limits.MaxMatchedLength, IgnoresCase);
    }

    public VersionOperator? Version(string field, string text)
    {
        if (!_ranges.TryGetValue(text, out var range))
        {
            range = VersionRange.TryParse(text);
            _ranges.Add(text, range);
        }

        return range is null ? Refuse<VersionOperator>(field, ProblemText.BadVersionRange(LogSafeText.Quote(text))) : new VersionOperator(field, range);
    }

    public AddressOperator? Networks(string field, IReadOnlyList<string> networks)
    {
        if (!IsGood(field, networks))
        {
            return null;
        }

        var bad = networks.FirstOrDefault(network => !AddressText.TryParseNetwork(network, out _, out _));
        return bad is null
            ? new AddressOperator(field, _networks.Get(networks))
            : Refuse<AddressOperator>(field, ProblemText.BadNetwork(LogSafeText.Quote(bad)));
    }

    public PatternOperator? Patterns(string field, IReadOnlyList<string> texts)
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

    /// <summary>A comparison of JsonLogic, which has an operator and a literal in one text.</summary>
    public JsonLogicOperator? JsonLogic(string field, string text) =>
        JsonLogicText.TryParse(text, field) ?? Refuse<JsonLogicOperator>(field, ProblemText.BadJsonLogic(LogSafeText.Quote(text)));

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
