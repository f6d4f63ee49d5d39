using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Lookup;

namespace GrayFlags.Compilation;

/// <summary>Compiles flags, each once, after those that it requires.</summary>
internal sealed class FlagSetCompiler
{
    private static readonly List<int> NoReferences = [];
    private static readonly Dictionary<string, RuleDefinition> NoRules = [];

    private readonly string[] _names;
    private readonly FlagDefinition[] _definitions;
    private readonly Flag?[] _compiled;
    private readonly Dictionary<string, int> _places;
    private readonly ProblemList _problems;
    private readonly int _maxAsked;
    private readonly IReadOnlyDictionary<string, List<string>>? _overridden;

    public FlagSetCompiler(FlagDocument document, ProblemList problems, DocumentLimits limits)
    {
        _problems = problems;
        _overridden = document.Overridden;
        _maxAsked = limits.MaxFlags;
        var known = (document.Flags as NamedEntries<FlagDefinition>)?.Places;
        _places = known ?? new(document.Flags.Count, StringComparer.OrdinalIgnoreCase);
        var names = new List<string>(document.Flags.Count);
        var definitions = new List<FlagDefinition>(document.Flags.Count);
        foreach (var (name, definition) in document.Flags.Each())
        {
            if (known is not null || _places.TryAdd(name, names.Count))
            {
                names.Add(name);
                definitions.Add(definition);
            }
            else
            {
                problems.Add(definition, "", ProblemText.GivenTwice(LogSafeText.Escape(name)), "flags", name);
            }
        }

        _names = [.. names];
        _definitions = [.. definitions];
        _compiled = new Flag?[_names.Length];
    }

    /// <summary>All flags by name, in the order of the document.</summary>
    public FlagTable CompileAll(FlagCompiler compiler)
    {
        new TopologicalSort("flag", _names, References, Report).VisitAll(place => _compiled[place] = compiler.Compile(_names[place], _definitions[place]));
        SetOrigins();
        return new FlagTable(_compiled!, _places);
    }

    /// <summary>The condition for required flags.</summary>
    /// <param name="site">Where they are required; what is asked there grows by the flags that they lead to.</param>
    /// <param name="requires">What each of them must serve.</param>
    public RequiresCondition Requires(in ConditionSite site, IReadOnlyDictionary<string, ServeDefinition> requires)
    {
        var requirements = new List<Requirement>(requires.Count);
        foreach (var (name, serve) in requires.Each())
        {
            if (!_places.TryGetValue(name ?? "", out var place))
            {
                _problems.AddUnknown(site.Definition, "requires", "flag", name ?? "", _names, site.Path);
            }
            else if (_compiled[place] is { } flag && Requirement(site, flag, place, serve) is { } requirement)
            {
                requirements.Add(requirement);
                site.Asked += flag.Asked;
            }
        }

        // Two flags on each of sixteen levels are few to write and 65,536 to ask.
        if (site.Asked > _maxAsked)
        {
            site.Asked = _maxAsked + 1L;
            _problems.Add(site.Definition, "requires", ProblemText.TooManyRequired(_maxAsked), site.Path);
        }

        return new RequiresCondition([.. requirements]);
    }

    private void SetOrigins()
    {
        if (_overridden is null)
        {
            return;
        }

        for (var place = 0; place < _names.Length; place++)
        {
            if (_compiled[place] is { } flag && _definitions[place].Mark.Source is { } source)
            {
                var origin = LogSafeText.Source(source);
                flag.Origin = _overridden.TryGetValue(_names[place], out var sources)
                    ? $"{origin}, which overrides {LogSafeText.Listed(sources, LogSafeText.Source, ", ")}"
                    : origin;
            }
        }
    }

    private Requirement? Requirement(in ConditionSite site, Flag flag, int place, ServeDefinition serve)
    {
        if (serve.IsSplit)
        {
            _problems.Add(site.Definition, "requires", ProblemText.ReservedWord("split", "write true for any variant, or the name of one"), site.Path);
            return null;
        }

        if (serve.Variant is not { } name)
        {
            return new Requirement(flag.Name, place, serve.Enabled, null, EvaluationCost.Flag + flag.Steps);
        }

        if (flag.Variants.TryGetValue(name, out var variant))
        {
            return new Requirement(flag.Name, place, true, variant, EvaluationCost.Flag + flag.Steps + flag.Variants.Count);
        }

        var what = $"variant of the flag '{LogSafeText.Escape(flag.Name)}' called";
        _problems.AddUnknown(site.Definition, "requires", what, name, flag.Variants.Keys, site.Path);
        return null;
    }

    private List<int> References(int flag)
    {
        var definition = _definitions[flag];
        if (definition.Rules is null && definition.Rollout?.Audience is null && definition.Allocation is null)
        {
            return NoReferences;
        }

        List<int>? references = null;
        foreach (var (_, rule) in (definition.Rules ?? NoRules).Each())
        {
            Collect(rule, rule.Except, ref references);
            CollectSteps(rule.Allocation, ref references);
        }

        CollectSteps(definition.Allocation, ref references);

        if (definition.Rollout?.Audience is { } audience)
        {
            Collect(audience, audience.Except, ref references);
        }

        return references ?? NoReferences;
    }

    private void CollectSteps(IReadOnlyList<AllocationDefinition>? steps, ref List<int>? references)
    {
        foreach (var step in steps ?? [])
        {
            Collect(step, null, ref references);
        }
    }

    private void Collect(ConditionsDefinition conditions, ConditionsDefinition? except, ref List<int>? references)
    {
        if (!MayRequire(conditions) && !MayRequire(except))
        {
            return;
        }

        foreach (var name in Names(conditions).Concat(Names(except)))
        {
            if (_places.TryGetValue(name, out var place))
            {
                (references ??= []).Add(place);
            }
        }
    }

    private void Report(int flag, string? to, string message)
    {
        var (rules, audience) = (_definitions[flag].Rules ?? NoRules, _definitions[flag].Rollout?.Audience);
        if (rules.FirstOrDefault(rule => Names(rule.Value).Concat(Names(rule.Value.Except)).Any(IsMeant)) is { Value: { } rule } found)
        {
            _problems.Add(rule, Field(rule), message, "flags", _names[flag], "rules", found.Key);
        }
        else if (audience is null || !Names(audience).Concat(Names(audience.Except)).Any(IsMeant))
        {
            _problems.Add(_definitions[flag], "allocation", message, "flags", _names[flag]);
        }
        else
        {
            _problems.Add(audience, Field(audience), message, "flags", _names[flag], "rollout", "audience");
        }

        bool IsMeant(string required) => to is null || string.Equals(required, to, StringComparison.OrdinalIgnoreCase);

        string Field(ConditionsDefinition conditions) =>
            conditions.Requires?.Keys.Any(IsMeant) == true ? "requires"
            : NamesOf(conditions.Any, 1).Any(IsMeant) ? "any"
            : NamesOf(conditions.All, 1).Any(IsMeant) ? "all"
            : Names(conditions.Not, 1).Any(IsMeant) ? "not"
            : "except";
    }

    private static bool MayRequire(ConditionsDefinition? conditions) => conditions is not null && (conditions.Requires is not null || conditions.HasNested);

    // What is nested deeper than is allowed is refused elsewhere, and not looked into.
    private static IEnumerable<string> Names(ConditionsDefinition? conditions, int depth = 0)
    {
        if (!MayRequire(conditions) || depth > DocumentLimits.MaxNesting)
        {
            return [];
        }

        IEnumerable<string> own = conditions!.Requires?.Keys ?? [];
        return conditions.HasNested
            ? own.Concat(NamesOf(conditions.Any, depth + 1)).Concat(NamesOf(conditions.All, depth + 1)).Concat(Names(conditions.Not, depth + 1))
            : own;
    }

    private static IEnumerable<string> NamesOf(IReadOnlyList<ConditionsDefinition>? nested, int depth) =>
        (nested ?? []).SelectMany(conditions => Names(conditions, depth));
}
