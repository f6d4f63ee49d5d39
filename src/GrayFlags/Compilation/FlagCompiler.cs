using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Lookup;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Compilation;

/// <summary>Compiles one flag after the other.</summary>
internal sealed class FlagCompiler(
    ConditionListCompiler conditions, RolloutCompiler rollouts, LayerOverlapCheck layers, ProblemList problems, bool notesOutcomes, int maxSteps)
{
    // Of the flag at hand. The lists are used again for the next one, as most of what a large document costs is memory.
    private readonly List<Rule> _rules = [];
    private readonly List<Rule> _idle = [];
    private readonly List<Condition> _conditions = [];

    // How many flags those lead to that the flag at hand requires.
    private long _asked;

    private int _rollouts;

    // What the flag at hand serves where it is on without a variant, and where it is off.
    private Serve _on = Serve.On;
    private Serve _off = Serve.Off;

    public Flag Compile(string name, FlagDefinition definition)
    {
        if (!NameRules.IsName(name))
        {
            problems.Add(definition, "", ProblemText.BadName(LogSafeText.Quote(name)), "flags", name);
        }

        if (definition.Static is null && definition is { Rules: null, Rollout: null, Default: null, Enabled: not false })
        {
            problems.Add(definition, "", ProblemText.FlagSaysNothing, "flags", name);
        }

        if (definition.Static is not null && definition is not
            { Rules: null, Rollout: null, Default: null, Variants: null, Enabled: null, Allocation: null, WhenOff: null })
        {
            problems.Add(definition, "", ProblemText.StaticAndMore, "flags", name);
        }

        // A flag that is off keeps its problems: the day it is turned on is a bad day to learn of them.
        var variants = new VariantCompiler(name, definition, problems);
        _asked = 1;
        _on = Allocated(definition.Allocation, variants, definition, "flags", name) ?? Serve.On;
        var whenOff = definition.WhenOff is { } off ? variants.Find(off, definition, "whenOff", "flags", name) : null;
        _off = whenOff is null ? Serve.Off : Serve.OffWith(whenOff, isDisabled: false);
        var serve = OfFlag(
            definition.Default is { } given ? variants.ServeOf(given, BucketingUnit.User, definition, "default", "flags", name) : Serve.Off);
        _rules.Clear();
        _idle.Clear();
        if (definition.Rules is { } rules)
        {
            CompileRules(name, rules, variants);
        }

        var rollout = definition.Rollout is { } staged ? CompileRollout(name, definition, staged, variants) : null;
        var isStatic = definition.Static is not null;
        var isDisabled = definition.Enabled == false;
        var split = serve.Split is null ? null : serve;
        var otherwise = isStatic ? (definition.Static == true ? Serve.On : Serve.Off) : split is null ? serve : _off;
        var tried = _rules.ToArray();
        return new Flag
        {
            Name = name,
            Definition = definition,
            IsDisabled = isDisabled,
            IsStatic = isStatic,
            Rules = tried,
            IdleRules = [.. _idle],
            Rollout = rollout,
            DefaultSplit = split,
            Default = otherwise,
            Disabled = whenOff is null ? Serve.Off : Serve.OffWith(whenOff, isDisabled: true),
            Variants = variants.ByName,
            Asked = _asked,
            Steps = StepsOf(name, definition, rollout, split, variants),
            Quick = isDisabled ? FastPath.Of(Serve.Off) : isStatic ? FastPath.Of(otherwise) : split is null ? QuickOf(tried, otherwise, rollout) : default,
        };
    }

    // Rules that are off here count as well: a document is not to be good for one environment and too much for the next.
    private long StepsOf(string name, FlagDefinition definition, RolloutPlan? rollout, Serve? split, VariantCompiler variants)
    {
        var steps = 1 + EvaluationCost.Of(_rules) + EvaluationCost.Of(_idle) + (rollout?.Steps ?? 0);
        steps += _on.Steps;
        steps += (split is null ? 0 : 1 + split.Split!.Steps) + (variants.HasSplit ? variants.ByName.Count : 0);
        if (steps <= maxSteps)
        {
            return steps;
        }

        // What is refused is not carried on: flags that require it are right.
        problems.Add(definition, "", ProblemText.TooManySteps("the flag", steps, maxSteps), "flags", name);
        return 1;
    }

    private FastPath QuickOf(Rule[] rules, Serve otherwise, RolloutPlan? rollout)
    {
        if (rollout is null)
        {
            return FastPath.Of(rules, otherwise);
        }

        return rules.Length == 0 && rollout.IsPlainShare && (!notesOutcomes || rollout.Guards.Length == 0) ? FastPath.Of(rollout) : default;
    }

    private RolloutPlan CompileRollout(string flag, FlagDefinition definition, RolloutDefinition rollout, VariantCompiler variants)
    {
        if (definition.Allocation is not null || definition.Variants?.Values.Any(static variant => variant.Enabled is not null) == true)
        {
            problems.Add(definition, "rollout", ProblemText.AllocationWithRollout, "flags", flag);
        }

        if (definition.Default is { Enabled: true })
        {
            problems.Add(definition, "default", ProblemText.DefaultWithRollout, "flags", flag);
        }

        var plan = rollouts.Compile(flag, rollout, variants, ref _asked);
        plan.Index = _rollouts++;
        return plan;
    }

    private void CompileRules(string flag, IReadOnlyDictionary<string, RuleDefinition> definitions, VariantCompiler variants)
    {
        // What the reader made has each name once.
        var names = definitions.Count > 1 && definitions is not NamedEntries<RuleDefinition>
            ? new HashSet<string>(definitions.Count, StringComparer.OrdinalIgnoreCase)
            : null;
        foreach (var (name, definition) in definitions.Each())
        {
            if (names?.Add(name) == false)
            {
                problems.Add(definition, "", ProblemText.GivenTwice(LogSafeText.Escape(name)), "flags", flag, "rules", name);
            }

            var rule = CompileRule(flag, name, definition, variants);
            (rule.IsIdle ? _idle : _rules).Add(rule);
        }

        if (definitions.Count > 1)
        {
            _rules.Sort(Rule.Compare);
            _idle.Sort(Rule.Compare);
        }
    }

    // On without a variant, and off, are what the flag makes of them.
    private Serve OfFlag(Serve serve) => ReferenceEquals(serve, Serve.On) ? _on : ReferenceEquals(serve, Serve.Off) ? _off : serve;

    private Serve? Allocated(
        IReadOnlyList<AllocationDefinition>? steps, VariantCompiler variants, Definition at, params ReadOnlySpan<string> path)
    {
        if (steps is null)
        {
            return null;
        }

        if (steps.Count == 0)
        {
            problems.Add(at, "allocation", ProblemText.AllocationOfNothing, path);
        }

        var compiled = new List<(Condition[] Conditions, Variant? Variant)>(steps.Count);
        for (var index = 0; index < steps.Count; index++)
        {
            string[] place = [.. path, "allocation", DocumentPath.Index(index)];
            var variant = steps[index].Variant is { } name ? variants.Find(name, steps[index], "variant", place) : null;
            compiled.Add((conditions.Step(steps[index], ref _asked, place), variant));
        }

        return Serve.Of(new Allocation(compiled));
    }

    private Rule CompileRule(string flag, string name, RuleDefinition rule, VariantCompiler variants)
    {
        if (!NameRules.IsName(name))
        {
            problems.Add(rule, "", ProblemText.BadName(LogSafeText.Quote(name)), "flags", flag, "rules", name);
        }

        var salt = flag.ToLowerInvariant();
        var all = _conditions;
        all.Clear();
        var percentage = conditions.Compile(rule, salt, all, ref _asked, "flags", flag, "rules", name);
        if (percentage is not null)
        {
            layers.Add(rule.Percentage!, "flags", flag, "rules", name);
        }

        if (rule.Except is { } except)
        {
            all.Add(conditions.Except(except, salt, ref _asked, "flags", flag, "rules", name, "except"));
        }

        var serve = rule.Serve is { } given
            ? variants.ServeOf(given, percentage?.BucketingUnit ?? BucketingUnit.User, rule, "serve", "flags", flag, "rules", name)
            : Serve.On;
        if (rule.Allocation is not null && !ReferenceEquals(serve, Serve.On))
        {
            problems.Add(rule, "allocation", ProblemText.AllocationWithServe, "flags", flag, "rules", name);
        }

        serve = Allocated(rule.Allocation, variants, rule, "flags", flag, "rules", name) ?? OfFlag(serve);
        if (serve.Split is { } split && percentage is null)
        {
            // Last, so that a missing id is noted only where it decided. A percentage has asked for the same id.
            all.Add(split);
        }

        return new Rule(name, rule.Priority ?? 0, serve, all, percentage) { IsSwitchedOff = rule.Enabled == false };
    }
}
