using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>Compiles flags, each once, after those that it requires.</summary>
internal sealed class FlagSetCompiler
{
    private static readonly List<string> NoReferences = [];
    private static readonly Dictionary<string, RuleDefinition> NoRules = [];

    private readonly IReadOnlyDictionary<string, FlagDefinition> _definitions;
    private readonly ProblemList _problems;
    private readonly int _maxAsked;
    private readonly Dictionary<string, string> _spellings;
    private readonly Dictionary<string, Flag> _compiled;

    public FlagSetCompiler(FlagDocument document, ProblemList problems, DocumentLimits limits)
    {
        _definitions = document.Flags;
        _problems = problems;
        _maxAsked = limits.MaxFlags;
        _spellings = new(document.Flags.Count, StringComparer.OrdinalIgnoreCase);
        _compiled = new(document.Flags.Count, StringComparer.Ordinal);
        foreach (var (name, definition) in document.Flags)
        {
            if (!_spellings.TryAdd(name, name))
            {
                problems.Add(definition, "", ProblemText.GivenTwice(ShownText.Escape(name)), "flags", name);
            }
        }
    }

    /// <summary>All flags by name, in the order of the document.</summary>
    public Dictionary<string, Flag> CompileAll(FlagCompiler compiler)
    {
        foreach (var name in new ReferenceOrder("flag", _spellings.Values, References, Report).Sort())
        {
            _compiled.Add(name, compiler.Compile(name, _definitions[name]));
        }

        var flags = new Dictionary<string, Flag>(_compiled.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var name in _spellings.Values)
        {
            flags.Add(name, _compiled[name]);
        }

        return flags;
    }

    /// <summary>The condition for required flags; null where none was given.</summary>
    /// <param name="definition">Where they are required.</param>
    /// <param name="asked">Grows by the flags that they lead to.</param>
    /// <param name="path">The path up to the definition.</param>
    public RequiresCondition? Requires(ConditionsDefinition definition, ref long asked, params ReadOnlySpan<string> path)
    {
        if (definition.Requires is not { } requires)
        {
            return null;
        }

        var requirements = new List<Requirement>(requires.Count);
        foreach (var (name, serve) in requires)
        {
            if (!_spellings.TryGetValue(name ?? "", out var spelling))
            {
                _problems.Add(definition, "requires", ProblemText.UnknownReference("flag", ShownText.Escape(name ?? ""), NearName.Find(name ?? "", _spellings.Keys)), path);
            }
            else if (_compiled.TryGetValue(spelling, out var flag) && Requirement(definition, flag, serve, path) is { } requirement)
            {
                requirements.Add(requirement);
                asked += flag.Asked;
            }
        }

        // Two flags on each of sixteen levels are few to write and 65,536 to ask.
        if (asked > _maxAsked)
        {
            asked = _maxAsked + 1L;
            _problems.Add(definition, "requires", ProblemText.TooManyRequired(_maxAsked), path);
        }

        return new RequiresCondition([.. requirements]);
    }

    private Requirement? Requirement(Definition at, Flag flag, ServeDefinition serve, ReadOnlySpan<string> path)
    {
        if (serve.IsSplit)
        {
            _problems.Add(at, "requires", ProblemText.ReservedWord("split", "write true for any variant, or the name of one"), path);
            return null;
        }

        if (serve.Variant is not { } name)
        {
            return new Requirement(flag, serve.Enabled, null);
        }

        if (flag.Variants.TryGetValue(name, out var variant))
        {
            return new Requirement(flag, true, variant);
        }

        _problems.Add(at, "requires", ProblemText.UnknownReference($"variant of the flag '{ShownText.Escape(flag.Name)}' called", ShownText.Escape(name), NearName.Find(name, flag.Variants.Keys)), path);
        return null;
    }

    private List<string> References(string flag)
    {
        var definition = _definitions[flag];
        if (definition.Rules is null && definition.Rollout?.Audience is null)
        {
            return NoReferences;
        }

        List<string>? references = null;
        foreach (var (_, rule) in definition.Rules ?? NoRules)
        {
            Collect(rule, rule.Except, ref references);
        }

        if (definition.Rollout?.Audience is { } audience)
        {
            Collect(audience, audience.Except, ref references);
        }

        return references ?? NoReferences;
    }

    private void Collect(ConditionsDefinition conditions, ConditionsDefinition? except, ref List<string>? references)
    {
        if (conditions.Requires is null && except?.Requires is null)
        {
            return;
        }

        foreach (var name in Names(conditions, except))
        {
            if (_spellings.TryGetValue(name, out var spelling))
            {
                (references ??= []).Add(spelling);
            }
        }
    }

    private void Report(string name, string? to, string message)
    {
        var (rules, audience) = (_definitions[name].Rules ?? NoRules, _definitions[name].Rollout?.Audience);
        if (rules.FirstOrDefault(rule => Names(rule.Value, rule.Value.Except).Any(IsMeant)) is { Value: { } rule } found)
        {
            _problems.Add(rule, Field(rule), message, "flags", name, "rules", found.Key);
        }
        else
        {
            _problems.Add(audience!, Field(audience!), message, "flags", name, "rollout", "audience");
        }

        bool IsMeant(string required) => to is null || string.Equals(required, to, StringComparison.OrdinalIgnoreCase);

        string Field(ConditionsDefinition conditions) => conditions.Requires?.Keys.Any(IsMeant) == true ? "requires" : "except";
    }

    private static IEnumerable<string> Names(ConditionsDefinition conditions, ConditionsDefinition? except) => (conditions.Requires?.Keys ?? []).Concat(except?.Requires?.Keys ?? []);
}
