using System.Globalization;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>What a guard knows, in plain numbers, so that a store can keep it over a restart.</summary>
internal sealed class GuardState
{
    public required string Name { get; init; }

    /// <summary>What it was gathered about. A guard that watches something else now begins anew.</summary>
    public required string Definition { get; init; }

    public double Sum { get; init; }

    public double Count { get; init; }

    /// <summary>The cap or the threshold of its harm; 0 for none.</summary>
    public double Harm { get; init; }

    /// <summary>The count and the sum of harms.</summary>
    public required double[] Canary { get; init; }

    /// <summary>The count and the sum of harms.</summary>
    public required double[] Control { get; init; }

    public double MaxLnE { get; init; }

    /// <summary>The logarithm of what each bet has, over the attempt.</summary>
    public required double[] Capital { get; init; }

    /// <summary>The same of each stage.</summary>
    public required double[][] Stages { get; init; }

    /// <summary>The same of the evidence for the stage that runs.</summary>
    public required double[] Evidence { get; init; }

    public static string DefinitionOf(GuardPlan plan) =>
        string.Create(CultureInfo.InvariantCulture, $"{plan.Metric} {plan.Kind} {plan.IsLimit} {plan.Max} {plan.Quantile} {plan.Relative} {plan.Absolute}");

    /// <summary>Whether a guard of such a plan can go on from here: a state from a file may be anything.</summary>
    public bool Fits(GuardPlan plan) =>
        Name == plan.Name && Definition == DefinitionOf(plan) && Count >= 0 && Sum >= 0 && Sum <= Count && Harm >= 0 && double.IsFinite(Harm) && double.IsFinite(Count)
        && Canary is { Length: 2 } && Control is { Length: 2 } && Array.TrueForAll([.. Canary, .. Control], number => number >= 0 && double.IsFinite(number)) && double.IsFinite(MaxLnE)
        && AreLogs(Capital, RiskRatios.Count) && AreLogs(Evidence, EvidenceBets.Count) && Stages is not null && Array.TrueForAll(Stages, stage => AreLogs(stage, RiskRatios.Count));

    private static bool AreLogs(double[]? logs, int count) => logs?.Length == count && Array.TrueForAll(logs, double.IsFinite);
}
