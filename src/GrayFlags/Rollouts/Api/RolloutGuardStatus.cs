using OddsText = GrayFlags.Rollouts.Api.Odds;

namespace GrayFlags;

/// <summary>Where one guard stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Metric">What it watches.</param>
/// <param name="OnBreach">What follows when it breaches.</param>
/// <param name="IsLimit">Whether it compares with a limit instead of with the control.</param>
/// <param name="Canary">The calls of those who were admitted.</param>
/// <param name="Control">The calls of those who were left alone.</param>
/// <param name="Evidence">The evidence that the loss is larger than allowed: ln E. 0 is none; the threshold is a breach.</param>
/// <param name="Threshold">The evidence at which it breaches: ln of one over its share of the risk.</param>
/// <param name="PValue">At most the chance of evidence as strong as the strongest so far, at any time, if the loss were as allowed.</param>
/// <param name="IsBreached">Whether the evidence has reached the threshold.</param>
public sealed record RolloutGuardStatus(string Name, GuardMetric Metric, GuardAction OnBreach, bool IsLimit, RolloutArmStatus Canary, RolloutArmStatus Control, double Evidence, double Threshold, double PValue, bool IsBreached)
{
    /// <summary>The evidence in words: how seldom chance alone gives as much, ever.</summary>
    public string Odds => OddsText.Of(Evidence);

    /// <summary>The same of the evidence at which it breaches.</summary>
    public string ThresholdOdds => OddsText.Of(Threshold);

    /// <summary>The way to a breach: 0 for no evidence, 1 for a breach.</summary>
    public double Progress => Math.Clamp(Evidence / Threshold, 0, 1);

    /// <summary>The outcomes that the evidence is from, in words: those of the last so many minutes, or of the whole attempt.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// A 95 % confidence sequence of <see cref="Difference"/>, lower end: it holds whenever and however often one looks. From units' first calls, so the
    /// quotient of all calls may lie outside. Null where nothing is known yet, and for limits.
    /// </summary>
    public double? DifferenceFrom { get; init; }

    /// <summary>The upper end of that interval; null where nothing is known yet, and for limits.</summary>
    public double? DifferenceTo { get; init; }

    /// <summary>
    /// By which factor the canary's loss would have to exceed the control's so that it would most likely have been found by now; null where even twenty times
    /// as much would not. An estimate.
    /// </summary>
    public double? Detectable { get; init; }

    /// <summary>By how much the canary does worse, in the unit of the means: rates from 0 to 1, seconds, missing score.</summary>
    public double Difference => Canary.Mean - Control.Mean;
}
