using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>Finds percentages that go by the buckets of a rollout: they would choose between its arms, and the share of an arm would not be what the stage says.</summary>
internal static class RolloutSaltCheck
{
    public static void Check(FlagDocument document, ProblemList problems)
    {
        var rollouts = document.Flags.Where(flag => flag.Value.Rollout is not null).ToList();
        if (rollouts.Count == 0)
        {
            return;
        }

        // The first of a salt is told: all rules of a flag may have it.
        var salts = new Dictionary<(string By, string Salt), string>();
        foreach (var (flag, definition) in document.Flags)
        {
            foreach (var (name, rule) in definition.Rules ?? new Dictionary<string, RuleDefinition>())
            {
                foreach (var percentage in new[] { rule.Percentage, rule.Except?.Percentage }.OfType<PercentageDefinition>())
                {
                    salts.TryAdd((LayerCheck.Subject(percentage.By), percentage.Salt ?? flag.ToLowerInvariant()), DocumentPath.Join(["flags", flag, "rules", name]));
                }
            }
        }

        foreach (var (flag, definition) in rollouts)
        {
            var rollout = definition.Rollout!;
            var salt = RolloutCompiler.SaltOf(flag, rollout);
            if (salts.TryGetValue((LayerCheck.Subject(rollout.By), salt), out var rule))
            {
                problems.Add(rollout, "salt", ProblemText.SaltOfARule(ShownText.Quote(salt), rule), "flags", flag, "rollout");
            }
        }
    }
}
