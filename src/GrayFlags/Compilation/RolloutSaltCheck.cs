using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Compilation;

/// <summary>
/// Finds percentages that go by the buckets of a rollout: they would choose between its arms, and the share of an arm would not be what the stage says.
/// </summary>
internal static class RolloutSaltCheck
{
    private static readonly Dictionary<string, RuleDefinition> NoRules = [];

    public static void Check(FlagDocument document, ProblemList problems)
    {
        var rollouts = document.Flags.Where(flag => flag.Value.Rollout is not null).ToList();
        if (rollouts.Count == 0)
        {
            return;
        }

        // The first of a salt is told: all rules of a flag may have it.
        var salts = new Dictionary<(string By, string Salt), (string Flag, string Rule)>();
        foreach (var (flag, definition) in document.Flags)
        {
            var own = flag.ToLowerInvariant();
            foreach (var (name, rule) in definition.Rules ?? NoRules)
            {
                Add(salts, rule.Percentage, own, (flag, name));
                Add(salts, rule.Except?.Percentage, own, (flag, name));
            }
        }

        foreach (var (flag, definition) in rollouts)
        {
            var rollout = definition.Rollout!;
            var salt = RolloutCompiler.SaltOf(flag, rollout);
            if (salts.TryGetValue((LayerOverlapCheck.BucketingUnit(rollout.By), salt), out var at))
            {
                problems.Add(
                    rollout,
                    "salt",
                    ProblemText.SaltOfARule(LogSafeText.Quote(salt), DocumentPath.Join(["flags", at.Flag, "rules", at.Rule])),
                    "flags",
                    flag,
                    "rollout");
            }
        }
    }

    private static void Add(
        Dictionary<(string By, string Salt), (string Flag, string Rule)> salts, PercentageDefinition? percentage, string own, (string Flag, string Rule) at)
    {
        if (percentage is not null)
        {
            salts.TryAdd((LayerOverlapCheck.BucketingUnit(percentage.By), percentage.Salt ?? own), at);
        }
    }
}
