using GrayFlags.Rules;
using GrayFlags.Rules.Lookup;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Snapshots;

/// <summary>The live state, which readers take as one reference.</summary>
/// <param name="RuleSet">The rules; null before any were loaded.</param>
/// <param name="Generation">The number of rule sets that went live in this process; 0 before any were loaded.</param>
/// <param name="Rollouts">The state of each rollout of the rule set, at its index.</param>
internal sealed record FlagSnapshot(RuleSet? RuleSet, long Generation, RolloutState[] Rollouts)
{
    public static FlagSnapshot NotReady { get; } = new(null, 0, []);

    /// <summary>The flags by name; empty before any rules were loaded.</summary>
    public FlagTable Flags { get; } = RuleSet?.Flags ?? FlagTable.Empty;

    /// <summary>The gates of <see cref="Rollouts"/>, for evaluations.</summary>
    public RolloutGate[] Admissions { get; } = Array.ConvertAll(Rollouts, state => state.Admission);

    /// <summary>The sizes of the rollouts that currently are a plain share.</summary>
    public int[] QuickSizes { get; } = Array.ConvertAll(Rollouts, state => state.Admission.QuickSize);

    /// <summary>Returns the rollout of a flag, or null when it has none.</summary>
    public RolloutState? Rollout(string? flag) => Flags.Find(flag)?.Rollout is { } plan ? Rollouts[plan.Index] : null;
}
