using GrayFlags.Rules;
using GrayFlags.Rules.Lookup;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Snapshots;

/// <summary>What is live: one reference that readers take once and then trust.</summary>
/// <param name="RuleSet">The rules; null before any were loaded.</param>
/// <param name="Generation">Counts the rule sets of this process that went live, from 1; 0 before any were loaded.</param>
/// <param name="Rollouts">Where each rollout of the rule set stands, at its index.</param>
internal sealed record FlagSnapshot(RuleSet? RuleSet, long Generation, RolloutState[] Rollouts)
{
    public static FlagSnapshot NotReady { get; } = new(null, 0, []);

    /// <summary>The flags by name; none before any rules were loaded.</summary>
    public FlagTable Flags { get; } = RuleSet?.Flags ?? FlagTable.Empty;

    /// <summary>What evaluations see of <see cref="Rollouts"/>.</summary>
    public RolloutGate[] Admissions { get; } = Array.ConvertAll(Rollouts, state => state.Admission);

    /// <summary>The sizes of those that are a plain share now.</summary>
    public int[] QuickSizes { get; } = Array.ConvertAll(Rollouts, state => state.Admission.QuickSize);

    /// <summary>The rollout of a flag; null where it has none.</summary>
    public RolloutState? Rollout(string? flag) => Flags.Find(flag)?.Rollout is { } plan ? Rollouts[plan.Index] : null;
}
