using OddsText = GrayFlags.Rollouts.Api.Odds;

namespace GrayFlags;

/// <summary>The status of one guard.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Metric">The metric that it watches.</param>
/// <param name="OnBreach">The action when it breaches.</param>
/// <param name="IsLimit">True when it compares with a limit instead of with the control.</param>
/// <param name="Canary">The canary's outcomes.</param>
/// <param name="Control">The control's outcomes.</param>
/// <param name="Evidence">The evidence that the loss is larger than allowed: ln E of an e-process. 0 is none; the threshold is a breach.</param>
/// <param name="Threshold">The evidence at which it breaches: ln of one over its share of the risk.</param>
/// <param name="PValue">The anytime-valid p-value: it bounds the probability of ever seeing such evidence if the loss were as allowed.</param>
/// <param name="IsBreached">True once the evidence has reached the threshold.</param>
public sealed record RolloutGuardStatus(
    string Name,
    GuardMetric Metric,
    GuardAction OnBreach,
    bool IsLimit,
    RolloutArmStatus Canary,
    RolloutArmStatus Control,
    double Evidence,
    double Threshold,
    double PValue,
    bool IsBreached)
{
    /// <summary>The evidence as odds, in words: how rarely chance alone ever produces as much.</summary>
    public string Odds => OddsText.Of(Evidence);

    /// <summary>The threshold as odds, in words.</summary>
    public string ThresholdOdds => OddsText.Of(Threshold);

    /// <summary>The progress towards a breach: 0 for no evidence, 1 for a breach.</summary>
    public double Progress => Math.Clamp(Evidence / Threshold, 0, 1);

    /// <summary>The source of the evidence, in words: the outcomes of the last minutes, or of the whole attempt.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// The lower end of a 95 % confidence sequence of <see cref="Difference"/>, valid at every look. It is of units' first calls, so the difference over all
    /// calls may lie outside. Null while nothing is known, and for limits.
    /// </summary>
    public double? DifferenceFrom { get; init; }

    /// <summary>The upper end of that confidence sequence; null while nothing is known, and for limits.</summary>
    public double? DifferenceTo { get; init; }

    /// <summary>
    /// The smallest factor between the canary's loss and the control's that would most likely have been detected by now; null when even a factor of twenty
    /// would not. An estimate.
    /// </summary>
    public double? Detectable { get; init; }

    /// <summary>The canary's mean less the control's, in the unit of the means; positive when the canary is worse.</summary>
    public double Difference => Canary.Mean - Control.Mean;
}
