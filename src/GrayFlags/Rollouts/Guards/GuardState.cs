using System.Globalization;
using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The saved state of a guard, in plain numbers.</summary>
internal sealed class GuardState
{
    public required string Name { get; init; }

    /// <summary>The definition that the evidence was gathered under. A guard with another definition begins anew.</summary>
    public required string Definition { get; init; }

    /// <summary>The cap or threshold of its loss; 0 for none.</summary>
    public double Loss { get; init; }

    /// <summary>The count and the sum of losses of its calls.</summary>
    public required double[] Canary { get; init; }

    /// <summary>The count and the sum of losses of its calls.</summary>
    public required double[] Control { get; init; }

    public double MaxLnE { get; init; }

    /// <summary>Each e-process, the whole attempt last: the logarithms of its wealth, S, n, and the calls of the arms.</summary>
    public required double[][] Wealth { get; init; }

    /// <summary>The e-process of the current stage's evidence, likewise.</summary>
    public required double[] Evidence { get; init; }

    /// <summary>The last good and bad outcome of each unit, packed, when one of each counts.</summary>
    public string Pairs { get; init; } = "";

    /// <summary>The bets behind the confidence sequence of the difference, packed.</summary>
    public string Interval { get; init; } = "";

    public static string DefinitionOf(GuardPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"{plan.Metric} {plan.Kind} {plan.IsLimit} {plan.Max} {plan.Quantile} {plan.Relative} {plan.Absolute} {plan.Count} {plan.IgnoresNotEnded}");

    /// <summary>Returns the key of a guard in its attempt.</summary>
    public static string KeyOf(GuardPlan plan) => Join(plan.Name, DefinitionOf(plan));

    /// <summary>The key of the guard.</summary>
    internal string Key => Join(Name, Definition);

    /// <summary>True when a guard of this plan can continue from the state: a file may contain anything.</summary>
    public bool Fits(GuardPlan plan) =>
        Name == plan.Name && Definition == DefinitionOf(plan) && Loss >= 0 && double.IsFinite(Loss)
        && Canary is { Length: 2 } && Control is { Length: 2 }
        && Array.TrueForAll([.. Canary, .. Control], number => number >= 0 && double.IsFinite(number))
        && double.IsFinite(MaxLnE)
        && EProcess.IsSound(Evidence, EvidenceBets.Count) && Wealth?.Length == EpochWealth.Count
        && Array.TrueForAll(Wealth, process => EProcess.IsSound(process, RiskRatios.Count));

    private static string Join(string name, string definition) => $"{name}\n{definition}";
}
