using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>The flags that others need to be on: those they require, directly or indirectly.</summary>
internal static class RequiredFlags
{
    /// <summary>The places of those that a flag needs. Flags that keep it off, by an exception or a rule serving <c>false</c>, are not among them.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="flags">All flags of the rule set, by their places; none requires itself, by whatever way.</param>
    public static int[] Of(Flag flag, Flag[] flags)
    {
        var found = new HashSet<int>();
        var left = new Stack<Flag>([flag]);
        while (left.TryPop(out var next))
        {
            foreach (var requirement in Direct(next))
            {
                if (requirement.Enabled && found.Add(requirement.Place))
                {
                    left.Push(flags[requirement.Place]);
                }
            }
        }

        return [.. found];
    }

    private static IEnumerable<Requirement> Direct(Flag flag) =>
        flag.Rules.Where(rule => rule.Serve.Enabled || rule.Serve.Split is not null)
            .SelectMany(rule => rule.Conditions)
            .Concat(flag.Rollout?.Audience ?? [])
            .SelectMany(Needed);

    // What not asks for keeps the flag off, as an exception does.
    private static IEnumerable<Requirement> Needed(Condition condition) => condition switch
    {
        RequiresCondition requires => requires.Requirements,
        AllCondition all => all.Conditions.SelectMany(Needed),
        AnyCondition any => any.Conditions.SelectMany(Needed),
        _ => [],
    };
}
