using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>Compiles one flag after the other.</summary>
internal sealed class FlagCompiler(
    ConditionCompiler conditions, CustomCompiler custom, SegmentCompiler segments, FlagSetCompiler flags, LayerCheck layers, ProblemList problems, HashSet<string> off)
{
    // How many flags those lead to that the flag at hand requires.
    private long _asked;

    public Flag Compile(string name, FlagDefinition definition)
    {
        if (!NameRules.IsName(name))
        {
            problems.Add(definition, "", ProblemText.BadName(ShownText.Quote(name)), "flags", name);
        }

        if (definition.Static is null && definition is { Rules: null, Default: null, Enabled: not false })
        {
            problems.Add(definition, "", ProblemText.FlagSaysNothing, "flags", name);
        }

        if (definition.Static is not null && definition is not { Rules: null, Default: null, Variants: null, Enabled: null })
        {
            problems.Add(definition, "", ProblemText.StaticAndMore, "flags", name);
        }

        // A flag that is off keeps its problems: the day it is turned on is a bad day to learn of them.
        var variants = new VariantCompiler(name, definition, problems);
        var serve = definition.Default is { } given ? variants.ServeOf(given, Subject.User, definition, "default", "flags", name) : Serve.Off;
        var rules = new List<Rule>();
        var idle = new List<Rule>();
        _asked = 1;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (ruleName, rule) in definition.Rules ?? new Dictionary<string, RuleDefinition>())
        {
            if (!names.Add(ruleName))
            {
                problems.Add(rule, "", ProblemText.GivenTwice(ShownText.Escape(ruleName)), "flags", name, "rules", ruleName);
            }

            var compiled = CompileRule(name, ruleName, rule, variants);
            (compiled.IsIdle ? idle : rules).Add(compiled);
        }

        rules.Sort(Rule.Compare);
        if (serve.Split is { } split)
        {
            rules.Add(new Rule(null, 0, serve, [split], null));
            serve = Serve.Off;
        }

        idle.Sort(Rule.Compare);
        var isKilled = off.Contains(name);
        var isDisabled = definition.Enabled == false || isKilled;
        return new Flag
        {
            Name = name,
            FixedReason = isDisabled ? DecisionReason.Disabled : definition.Static is null ? DecisionReason.Default : DecisionReason.Static,
            Default = isDisabled ? Serve.Off : definition.Static is { } on ? (on ? Serve.On : Serve.Off) : serve,
            Rules = [.. rules],
            IdleRules = [.. idle],
            Variants = variants.ByName,
            Asked = _asked,
            IsKilled = isKilled,
        };
    }

    private Rule CompileRule(string flag, string name, RuleDefinition rule, VariantCompiler variants)
    {
        if (!NameRules.IsName(name))
        {
            problems.Add(rule, "", ProblemText.BadName(ShownText.Quote(name)), "flags", flag, "rules", name);
        }

        var salt = flag.ToLowerInvariant();
        var all = new List<Condition>();
        var percentage = Conditions(rule, salt, all, "flags", flag, "rules", name);
        if (percentage is not null)
        {
            layers.Add(rule.Percentage!, "flags", flag, "rules", name);
        }

        if (rule.Except is { } except)
        {
            if (except.IsEmpty)
            {
                problems.Add(except, "", ProblemText.ConditionsSayNothing, "flags", flag, "rules", name, "except");
            }

            var exceptions = new List<Condition>();
            if (Conditions(except, salt, exceptions, "flags", flag, "rules", name, "except") is { } excepted)
            {
                exceptions.Add(excepted);
            }

            all.Add(new ExceptCondition([.. exceptions]));
        }

        var serve = rule.Serve is { } given ? variants.ServeOf(given, percentage?.Subject ?? Subject.User, rule, "serve", "flags", flag, "rules", name) : Serve.On;
        if (serve.Split is { } split && percentage is null)
        {
            // Last, so that a missing id is noted only where it decided. A percentage has asked for the same id.
            all.Add(split);
        }

        return new Rule(name, rule.Priority ?? 0, serve, all, percentage) { IsSwitchedOff = rule.Enabled == false };
    }

    // The cheap and the choosy first; the percentage is handed back, since a rule keeps it apart.
    private PercentageCondition? Conditions(ConditionsDefinition definition, string salt, List<Condition> all, params ReadOnlySpan<string> path)
    {
        Condition?[] found =
        [
            conditions.Environments(definition, path),
            conditions.Instances(definition, path),
            conditions.Regions(definition, path),
            conditions.Users(definition, path),
            conditions.When(definition, path),
            segments.Reference(definition, path),
            conditions.Window(definition, path),
            flags.Requires(definition, ref _asked, path),
        ];
        foreach (var condition in found)
        {
            if (condition is not null)
            {
                all.Add(condition);
            }
        }

        all.AddRange(custom.Compile(definition, path));
        return conditions.Percentage(definition, salt, path);
    }
}
