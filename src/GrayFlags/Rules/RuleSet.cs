using GrayFlags.Rules.Plans;

namespace GrayFlags.Rules;

/// <summary>What runs: every flag of the merged documents, compiled. Immutable.</summary>
internal sealed class RuleSet(FlagTable flags, IReadOnlyList<Expiry> expiries, string version)
{
    public FlagTable Flags { get; } = flags;

    /// <summary>The flags that should be gone one day, the earliest first.</summary>
    public IReadOnlyList<Expiry> Expiries { get; } = expiries;

    /// <summary>The rollouts of the flags, each at its index.</summary>
    public RolloutPlan[] Rollouts { get; } = [.. flags.All.Where(flag => flag.Rollout is not null).Select(flag => flag.Rollout!).OrderBy(plan => plan.Index)];

    /// <summary>The documents' own version if they have one, and their fingerprint: <c>7+3f29ab10c4d2</c>.</summary>
    public string Version { get; } = version;
}
