using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>Compiles one flag after the other.</summary>
internal sealed class FlagCompiler(ConditionCompiler conditions, CustomCompiler custom, SegmentCompiler segments, LayerCheck layers, ProblemList problems, HashSet<string> off)
{
    private static readonly Dictionary<string, Variant> NoVariants = [];

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
        var variants = Variants(name, definition);
        var serve = definition.Default is { } given ? ServeOf(given, variants, definition, "default", "flags", name) : Serve.Off;
        var rules = new List<Rule>();
        var switchedOff = new List<Rule>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (ruleName, rule) in definition.Rules ?? new Dictionary<string, RuleDefinition>())
        {
            if (!names.Add(ruleName))
            {
                problems.Add(rule, "", ProblemText.GivenTwice(ShownText.Escape(ruleName)), "flags", name, "rules", ruleName);
            }

            (rule.Enabled == false ? switchedOff : rules).Add(CompileRule(name, ruleName, rule, variants));
        }

        rules.Sort(Rule.Compare);
        switchedOff.Sort(Rule.Compare);
        var isKilled = off.Contains(name);
        var isDisabled = definition.Enabled == false || isKilled;
        var tried = rules.ToArray();
        var otherwise = isDisabled ? Serve.Off : definition.Static is { } on ? (on ? Serve.On : Serve.Off) : serve;
        var fixedReason = isDisabled ? DecisionReason.Disabled : definition.Static is null ? DecisionReason.Default : DecisionReason.Static;
        return new Flag
        {
            Name = name,
            FixedReason = fixedReason,
            Default = otherwise,
            Rules = tried,
            Quick = fixedReason == DecisionReason.Default ? QuickAnswer.Of(tried, otherwise) : QuickAnswer.Of(otherwise),
            SwitchedOffRules = [.. switchedOff],
            Variants = variants,
            IsKilled = isKilled,
        };
    }

    private Dictionary<string, Variant> Variants(string flag, FlagDefinition definition)
    {
        if (definition.Variants is not { Count: > 0 } definitions)
        {
            return NoVariants;
        }

        var variants = new Dictionary<string, Variant>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, variant) in definitions)
        {
            if (!NameRules.IsName(name))
            {
                problems.Add(variant, "", ProblemText.BadName(ShownText.Quote(name)), "flags", flag, "variants", name);
            }
            else if (name.ToUpperInvariant() is "TRUE" or "FALSE" or "SPLIT")
            {
                problems.Add(variant, "", ProblemText.ReservedVariant(name), "flags", flag, "variants", name);
            }

            if (!variants.TryAdd(name, new Variant(name, variant.Value is { ValueKind: not JsonValueKind.Undefined } value ? value : null)))
            {
                problems.Add(variant, "", ProblemText.GivenTwice(ShownText.Escape(name)), "flags", flag, "variants", name);
            }
        }

        return variants;
    }

    private Rule CompileRule(string flag, string name, RuleDefinition rule, Dictionary<string, Variant> variants)
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

        var serve = rule.Serve is { } given ? ServeOf(given, variants, rule, "serve", "flags", flag, "rules", name) : Serve.On;
        return new Rule(name, rule.Priority ?? 0, serve, [.. all], percentage);
    }

    // The cheap and the choosy first; the percentage is handed back, since a rule keeps it apart.
    private PercentageCondition? Conditions(ConditionsDefinition definition, string salt, List<Condition> all, params ReadOnlySpan<string> path)
    {
        Condition?[] found =
        [
            conditions.Regions(definition, path),
            conditions.Users(definition, path),
            conditions.When(definition, path),
            segments.Reference(definition, path),
            conditions.Window(definition, path),
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

    private Serve ServeOf(ServeDefinition given, Dictionary<string, Variant> variants, Definition at, string field, params ReadOnlySpan<string> path)
    {
        if (given.Variant is not { } name)
        {
            return given.Enabled ? Serve.On : Serve.Off;
        }

        if (variants.TryGetValue(name, out var variant))
        {
            return Serve.Of(variant);
        }

        problems.Add(at, field, ProblemText.UnknownReference("variant", ShownText.Escape(name), NearName.Find(name, variants.Keys)), path);
        return Serve.Off;
    }
}
