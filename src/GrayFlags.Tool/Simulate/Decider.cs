using System.Globalization;
using GrayFlags.Rules;

namespace GrayFlags.Tool.Simulate;

/// <summary>The part that decides a flag: one of its rules, its rollout, its default, or a switch.</summary>
internal static class Decider
{
    /// <summary>The number of deciders that are no rule.</summary>
    public const int Others = 4;

    private const int Rollout = 0;
    private const int Default = 1;
    private const int Static = 2;

    private static readonly string[] Names = ["rollout", "default", "short form", "switched off"];

    /// <summary>The names of the rules of a flag, in the order in which they are asked.</summary>
    public static string[] RulesOf(Flag? flag) => flag is null ? [] : [.. flag.Rules.Select(static rule => rule.Name)];

    /// <summary>The place of the decider of a decision: the rules come first.</summary>
    public static int Of(in GrayDecision decision, string[] rules)
    {
        if (decision.Rule is { } name)
        {
            // The very text of the rule, mostly.
            for (var index = 0; index < rules.Length; index++)
            {
                if (ReferenceEquals(rules[index], name))
                {
                    return index;
                }
            }

            return Array.IndexOf(rules, name);
        }

        return rules.Length + decision.Reason switch
        {
            DecisionReason.Split when decision.Bucket >= 0 => Rollout,
            DecisionReason.Split or DecisionReason.Default => Default,
            DecisionReason.Static => Static,
            _ => Others - 1,
        };
    }

    /// <summary>The name of a decider as results show it.</summary>
    public static string NameOf(int decider, string[] rules) => decider < rules.Length ? $"rule '{rules[decider]}'" : Names[decider - rules.Length];

    /// <summary>A decision in a few words: <c>on, rule 'half', bucket 12345</c>.</summary>
    public static string Text(in GrayDecision decision)
    {
        var text = (decision.Enabled ? "on" : "off") + (decision.Variant is null ? "" : $" '{decision.Variant}'");
        string[] rules = decision.Rule is { } rule ? [rule] : [];
        var by = decision.Error == DecisionError.FlagNotFound ? "no such flag" : NameOf(Of(decision, rules), rules);
        return decision.Bucket < 0 ? $"{text}: {by}" : string.Create(CultureInfo.InvariantCulture, $"{text}: {by}, bucket {decision.Bucket}");
    }
}
