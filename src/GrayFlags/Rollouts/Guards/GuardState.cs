using System.Globalization;
using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>What a guard knows, in plain numbers, so that a store can keep it over a restart.</summary>
internal sealed class GuardState
{
    public required string Name { get; init; }

    /// <summary>What it was gathered about. A guard that watches something else now begins anew.</summary>
    public required string Definition { get; init; }

    /// <summary>The cap or the threshold of its loss; 0 for none.</summary>
    public double Loss { get; init; }

    /// <summary>The count and the sum of losses of its calls.</summary>
    public required double[] Canary { get; init; }

    /// <summary>The count and the sum of losses of its calls.</summary>
    public required double[] Control { get; init; }

    public double MaxLnE { get; init; }

    /// <summary>Each process, the whole attempt last: the logarithms of its wealth, S, n and the calls of the arms.</summary>
    public required double[][] Wealth { get; init; }

    /// <summary>The same of the evidence for the stage that runs.</summary>
    public required double[] Evidence { get; init; }

    /// <summary>The last good and bad outcome of each unit, packed, where one of each counts.</summary>
    public string Pairs { get; init; } = "";

    /// <summary>The bets behind the interval of the difference, packed.</summary>
    public string Interval { get; init; } = "";

    public static string DefinitionOf(GuardPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"{plan.Metric} {plan.Kind} {plan.IsLimit} {plan.Max} {plan.Quantile} {plan.Relative} {plan.Absolute} {plan.Count} {plan.IgnoresNotEnded}");

    /// <summary>Tells a guard from all others of the attempt.</summary>
    public static string KeyOf(GuardPlan plan) => Join(plan.Name, DefinitionOf(plan));

    /// <summary>The key of the guard that it is the state of.</summary>
    internal string Key => Join(Name, Definition);

    /// <summary>True when a guard of such a plan can go on from here: a state from a file may be anything.</summary>
    public bool Fits(GuardPlan plan) =>
        Name == plan.Name && Definition == DefinitionOf(plan) && Loss >= 0 && double.IsFinite(Loss)
        && Canary is { Length: 2 } && Control is { Length: 2 } && Array.TrueForAll([.. Canary, .. Control], number => number >= 0 && double.IsFinite(number)) && double.IsFinite(MaxLnE)
        && EProcess.IsSound(Evidence, EvidenceBets.Count) && Wealth?.Length == EpochWealth.Count && Array.TrueForAll(Wealth, process => EProcess.IsSound(process, RiskRatios.Count));

    private static string Join(string name, string definition) => $"{name}\n{definition}";
}
