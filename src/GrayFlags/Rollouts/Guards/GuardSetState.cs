using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The saved state of an attempt's guards, in plain numbers, with the units that were seen: a restart counts no unit twice.</summary>
internal sealed class GuardSetState
{
    /// <summary>The edition of the guards that wrote it. The evidence of another edition is not used.</summary>
    public const int Edition = 2;

    public int Version { get; init; }

    /// <summary>The monitored time of the attempt, in seconds.</summary>
    public double Watched { get; init; }

    /// <summary>The planned duration of the attempt when it began, in seconds.</summary>
    public double Planned { get; init; }

    /// <summary>The stage that runs, and the units that were judged in it at its beginning.</summary>
    public StageFirstsState Stage { get; init; } = new();

    /// <summary>The units of the stage that fared worse where no bet sees it.</summary>
    public StageDoubtsState Doubts { get; init; } = new();

    public required GuardState[] Guards { get; init; }

    /// <summary>Each guard's share of the risk, and the number of guards that came after the first document.</summary>
    public required Dictionary<string, double> Shares { get; init; }

    public int Later { get; init; }

    /// <summary>
    /// The first exposures by share (its size, the canary's and the control's units), and the evidence of shares that are no longer kept.
    /// </summary>
    public required long[][] Exposures { get; init; }

    public double OlderExposures { get; init; }

    /// <summary>The first outcomes, likewise.</summary>
    public required long[][] FirstOutcomes { get; init; }

    public double OlderFirstOutcomes { get; init; }

    /// <summary>The counts of the attempt; see <see cref="OutcomeCounts"/>.</summary>
    public required long[] Counts { get; init; }

    /// <summary>The sketch of the control's durations; empty when there are none.</summary>
    public required int[] Durations { get; init; }

    /// <summary>The time at which each unit was last seen, by kind of outcome, packed.</summary>
    public required string[] Units { get; init; }

    /// <summary>The units that were seen, packed: a restart exposes no unit twice.</summary>
    public string Met { get; init; } = "";

    /// <summary>The current age at which calls are judged, in seconds.</summary>
    public double Settle { get; init; }

    /// <summary>The minute in which that age was last adapted, and the control's calls that it was too short for; see <see cref="SettleTime"/>.</summary>
    public long[] Settling { get; init; } = [];

    /// <summary>The monitored time at which the stage began, in seconds.</summary>
    public double StageBegan { get; init; }

    /// <summary>The sum of the control's durations, in seconds, to the last bit; 0 to count it anew.</summary>
    public double DurationSum { get; init; }

    /// <summary>True when the state is plausible: a file may contain anything. The guards' own states are checked separately.</summary>
    internal bool IsSound =>
        Version == Edition && Stage is { IsSound: true } && Doubts is { IsSound: true } && Later is >= 0 and < 1_000_000
        && IsTime(Watched) && IsTime(Planned) && IsTime(Settle) && IsTime(StageBegan) && IsTime(DurationSum)
        && Settling is { Length: 0 or SettleTime.Length } && Array.TrueForAll(Settling, number => number >= 0)
        && Guards is not null && Array.TrueForAll(Guards, guard => guard is not null)
        && Shares is not null && Counts?.Length == OutcomeCounts.Length && Array.TrueForAll(Counts, count => count >= 0)
        && AreSplits(Exposures, OlderExposures) && AreSplits(FirstOutcomes, OlderFirstOutcomes)
        && Durations is not null && Durations.Length is 0 or DurationScale.Levels && Array.TrueForAll(Durations, count => count >= 0)
        && Units?.Length == UnitStamps.Kinds;

    private static bool IsTime(double seconds) => seconds >= 0 && seconds < 1e10;

    private static bool AreSplits(long[][]? splits, double older) =>
        double.IsFinite(older)
        && splits is not null
        && Array.TrueForAll(
            splits, split => split?.Length == 3 && Array.TrueForAll(split, count => count >= 0) && split[0] <= Bucketing.Bucket.Count);
}
