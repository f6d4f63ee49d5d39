using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The knowledge of the guards of one attempt, in plain numbers, with the units that were met: a restart counts nobody twice.</summary>
internal sealed class GuardSetState
{
    /// <summary>Of the guards that wrote it. What another edition has gathered is not gone on from.</summary>
    public const int Edition = 2;

    public int Version { get; init; }

    /// <summary>For how many seconds the attempt was watched.</summary>
    public double Watched { get; init; }

    /// <summary>The time that it was planned to last when it began, in seconds.</summary>
    public double Planned { get; init; }

    /// <summary>The stage that runs, and the units that were judged in it at its beginning.</summary>
    public StageFirstsState Stage { get; init; } = new();

    /// <summary>The units of the stage that fared worse where no bet sees it.</summary>
    public StageDoubtsState Doubts { get; init; } = new();

    public required GuardState[] Guards { get; init; }

    /// <summary>Each guard's share of the risk, and how many came after the first document.</summary>
    public required Dictionary<string, double> Shares { get; init; }

    public int Later { get; init; }

    /// <summary>
    /// First exposures by share: its size, how many in the canary, how many in the control; and the evidence of shares that are no longer kept.
    /// </summary>
    public required long[][] Exposures { get; init; }

    public double OlderExposures { get; init; }

    /// <summary>The same of first outcomes.</summary>
    public required long[][] FirstOutcomes { get; init; }

    public double OlderFirstOutcomes { get; init; }

    /// <summary>The counts of the attempt: see <see cref="OutcomeCounts"/>.</summary>
    public required long[] Counts { get; init; }

    /// <summary>The sketch of the control's durations; empty where there were none.</summary>
    public required int[] Durations { get; init; }

    /// <summary>The time at which each unit was last seen, by kind of outcome, packed.</summary>
    public required string[] Units { get; init; }

    /// <summary>The units that were met, packed: a restart exposes nobody twice.</summary>
    public string Met { get; init; } = "";

    /// <summary>At what age calls are judged by now, in seconds.</summary>
    public double Settle { get; init; }

    /// <summary>Whether it may be gone on from: a state from a file may be anything. Each guard's part is looked at by itself.</summary>
    internal bool IsSound =>
        Version == Edition && Stage is { IsSound: true } && Doubts is { IsSound: true } && Later is >= 0 and < 1_000_000 && IsTime(Watched) && IsTime(Planned) && IsTime(Settle) && Guards is not null && Array.TrueForAll(Guards, guard => guard is not null)
        && Shares is not null && Counts?.Length == OutcomeCounts.Length && Array.TrueForAll(Counts, count => count >= 0)
        && AreSplits(Exposures, OlderExposures) && AreSplits(FirstOutcomes, OlderFirstOutcomes)
        && Durations is not null && Durations.Length is 0 or DurationScale.Levels && Array.TrueForAll(Durations, count => count >= 0) && Units?.Length == UnitStamps.Kinds;

    private static bool IsTime(double seconds) => seconds >= 0 && seconds < 1e10;

    private static bool AreSplits(long[][]? splits, double older) =>
        double.IsFinite(older) && splits is not null && Array.TrueForAll(splits, split => split?.Length == 3 && Array.TrueForAll(split, count => count >= 0) && split[0] <= Bucketing.Bucket.Count);
}
