using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>What is live: one reference that readers take once and then trust.</summary>
/// <param name="RuleSet">The rules; null before any were loaded.</param>
/// <param name="Generation">Counts the snapshots of this process, from 1; 0 before any rules were loaded.</param>
internal sealed record FlagSnapshot(RuleSet? RuleSet, long Generation)
{
    public static FlagSnapshot NotReady { get; } = new(null, 0);

    /// <summary>The flags by name; none before any rules were loaded.</summary>
    public FlagTable Flags { get; } = RuleSet?.Flags ?? FlagTable.Empty;
}
