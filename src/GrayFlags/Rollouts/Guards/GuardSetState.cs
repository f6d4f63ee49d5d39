using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>What the guards of one attempt know, in plain numbers. Which units were met is not kept: after a restart each may count once more.</summary>
internal sealed class GuardSetState
{
    /// <summary>The stage that runs, from 0.</summary>
    public int Stage { get; init; }

    public required GuardState[] Guards { get; init; }

    /// <summary>First exposures by share: its size, how many in the canary, how many in the control.</summary>
    public required long[][] Splits { get; init; }

    /// <summary>ln E of the split under shares that are no longer kept.</summary>
    public double OlderSplitLnE { get; init; }

    /// <summary>Counted outcomes of the canary and of the control in the stage that runs.</summary>
    public required long[] Outcomes { get; init; }

    /// <summary>How many outcomes were out of range, and how many were of units that had one of the kind before.</summary>
    public required long[] Dropped { get; init; }

    /// <summary>When the last outcomes came, in ticks of UTC; 0 for never.</summary>
    public long LastOutcomeTicks { get; init; }

    /// <summary>The sketch of the control's durations; empty where none are watched.</summary>
    public required long[] ControlDurations { get; init; }

    /// <summary>The sketch of the canary's durations.</summary>
    public required long[] CanaryDurations { get; init; }

    /// <summary>Whether it may be gone on from: a state from a file may be anything. Each guard's part is looked at by itself.</summary>
    internal bool IsSound =>
        Stage >= 0 && Guards is not null && Array.TrueForAll(Guards, guard => guard is not null) && double.IsFinite(OlderSplitLnE) && LastOutcomeTicks >= 0
        && AreCounts(Outcomes, 2) && AreCounts(Dropped, 2) && Splits is not null && Array.TrueForAll(Splits, split => AreCounts(split, 3) && split[0] <= Bucketing.Bucket.Count)
        && (AreCounts(ControlDurations, 0) || AreCounts(ControlDurations, DurationScale.Levels)) && AreCounts(CanaryDurations, ControlDurations.Length);

    private static bool AreCounts(long[]? counts, int length) => counts?.Length == length && Array.TrueForAll(counts, count => count >= 0);
}
