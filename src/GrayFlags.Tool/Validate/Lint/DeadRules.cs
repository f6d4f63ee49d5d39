using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Validate.Lint;

/// <summary>Finds rules of a flag that never match, or are never asked.</summary>
internal static class DeadRules
{
    public static IEnumerable<DocumentProblem> Of(string flag, FlagDefinition definition, SegmentMembers members, DateTimeOffset now)
    {
        // What is switched off is off on purpose, and looked at when it is switched on.
        if (definition.Enabled == false)
        {
            yield break;
        }

        var never = new NeverHolds(members, now);
        string? last = null;
        foreach (var (name, rule) in InOrder(definition))
        {
            var path = ConditionPlace.PathOf("flags", flag, "rules", name);
            if (last is not null)
            {
                yield return DocumentLint.Warning(rule, path, $"this rule is never asked: {last}");
            }
            else if (never.Reason(rule) is { } reason)
            {
                yield return DocumentLint.Warning(rule, path, $"this rule can never match: {reason}");
            }
            else if (IsForEveryone(rule))
            {
                last = $"rule {LogSafeText.Quote(name)} goes before it and matches everyone";
            }
        }

        if (last is not null && definition.Rollout is { } rollout)
        {
            yield return DocumentLint.Warning(rollout, ConditionPlace.PathOf("flags", flag, "rollout"), $"this rollout is never asked: {last}");
        }
    }

    // As Rule.Compare orders them.
    private static IEnumerable<KeyValuePair<string, RuleDefinition>> InOrder(FlagDefinition flag) =>
        (flag.Rules ?? new Dictionary<string, RuleDefinition>())
            .Where(static rule => rule.Value.Enabled != false)
            .OrderBy(static rule => rule.Value.Priority ?? 0)
            .ThenBy(static rule => rule.Value.Serve?.Enabled ?? true)
            .ThenBy(static rule => rule.Key, StringComparer.Ordinal);

    // Who has no id is in no split, and the next rule is asked.
    private static bool IsForEveryone(RuleDefinition rule) => rule.IsEmpty && rule.Except is null && rule.Serve?.IsSplit != true;
}
