using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulator.Traffic;

/// <summary>A rollout in which both arms deserve the same. What is not set is the base case.</summary>
internal sealed record Scenario
{
    public int Users { get; init; } = 1_000;

    /// <summary>Whether some users call up to 400 times as often as others.</summary>
    public bool IsUneven { get; init; }

    /// <summary>Whether no user comes a second time.</summary>
    public bool IsOnceOnly { get; init; }

    public double CallsPerSecond { get; init; } = 20;

    public int Seconds { get; init; } = 3_600;

    /// <summary>The share of calls that fail, of users who are not broken.</summary>
    public double Rate { get; init; } = 0.005;

    /// <summary>The same of the canary, where a guard tolerates a difference.</summary>
    public double? CanaryRate { get; init; }

    /// <summary>The share of users of whom half of all calls fail.</summary>
    public double Broken { get; init; } = 0.01;

    /// <summary>The canary's share in each stage. Stages are equally long.</summary>
    public double[] Shares { get; init; } = [0.25];

    /// <summary>By which factor failures grow over the whole of it.</summary>
    public double Drift { get; init; } = 1;

    /// <summary>The share of calls that fail from <see cref="IncidentFrom"/> on.</summary>
    public double? Incident { get; init; }

    public int IncidentFrom { get; init; }

    /// <summary>Whether nobody calls in the middle third.</summary>
    public bool HasNight { get; init; }

    /// <summary>How many times the guard is renamed.</summary>
    public int Renames { get; init; }

    /// <summary>Seconds between two restarts of the process; 0 for none.</summary>
    public int RestartEvery { get; init; }

    /// <summary>How many times as often users are called who are in the canary.</summary>
    public double CanaryCalls { get; init; } = 1;

    /// <summary>How long the control's answers take, in seconds. The canary's come at once.</summary>
    public double ControlSeconds { get; init; }

    public double Settle { get; init; } = 5;

    /// <summary>How many times a broken user's call is tried again, failing each time; 1 for no such clump.</summary>
    public int Clump { get; init; } = 1;

    public Hostility? Hostility { get; init; }

    public GuardPlan[] Guards { get; init; } = [SimulatedPlan.First, SimulatedPlan.Both];

    /// <summary>Whether users are met in the proportion of the share, so that a split mismatch is a false alarm, too.</summary>
    public bool IsSplitFair { get; init; } = true;

    /// <summary>By which part the failure rates of the status may differ from those of all calls; null where they are not looked at.</summary>
    public double? StatusBar { get; init; }

    public double RateAt(int second) => Incident is { } incident && second >= IncidentFrom ? incident : Rate * Math.Pow(Drift, (double)second / Seconds);

    /// <summary>How many calls there are in a second.</summary>
    public int CallsIn(int second) =>
        HasNight && second >= Seconds / 3 && second < Seconds * 2 / 3 ? 0 : (int)((long)((second + 1) * CallsPerSecond) - (long)(second * CallsPerSecond));

    public RolloutPlan Plan(double risk) =>
        SimulatedPlan.Of(
            Shares.Select(share => share * 100), risk, TimeSpan.FromSeconds((double)Seconds / Shares.Length), TimeSpan.FromSeconds(Settle), Guards);
}
