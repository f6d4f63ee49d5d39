namespace GrayFlags.Dashboard.Wire;

/// <summary>One guard, its evidence and what it stops at.</summary>
internal sealed record GuardView
{
    public required string Name { get; init; }

    public required string Metric { get; init; }

    public required string OnBreach { get; init; }

    public required bool IsLimit { get; init; }

    public required bool IsBreached { get; init; }

    public required RolloutArmStatus Canary { get; init; }

    public required RolloutArmStatus Control { get; init; }

    public required double Difference { get; init; }

    public required double? DifferenceFrom { get; init; }

    public required double? DifferenceTo { get; init; }

    /// <summary>A natural logarithm, as is the threshold.</summary>
    public required double? Evidence { get; init; }

    public required double? Threshold { get; init; }

    public required double? PValue { get; init; }

    public required string Odds { get; init; }

    public required string ThresholdOdds { get; init; }

    public required string Source { get; init; }

    public required double? Detectable { get; init; }

    public static GuardView Of(RolloutGuardStatus guard) => new()
    {
        Name = guard.Name,
        Metric = guard.Metric.ToString(),
        OnBreach = guard.OnBreach.ToString(),
        IsLimit = guard.IsLimit,
        IsBreached = guard.IsBreached,
        Canary = new RolloutArmStatus(guard.Canary.Count, Numbers.Finite(guard.Canary.Mean) ?? 0),
        Control = new RolloutArmStatus(guard.Control.Count, Numbers.Finite(guard.Control.Mean) ?? 0),
        Difference = Numbers.Finite(guard.Difference) ?? 0,
        DifferenceFrom = Numbers.Finite(guard.DifferenceFrom),
        DifferenceTo = Numbers.Finite(guard.DifferenceTo),
        Evidence = Numbers.Finite(guard.Evidence),
        Threshold = Numbers.Finite(guard.Threshold),
        PValue = Numbers.Finite(guard.PValue),
        Odds = guard.Odds,
        ThresholdOdds = guard.ThresholdOdds,
        Source = guard.Source,
        Detectable = Numbers.Finite(guard.Detectable),
    };
}
