namespace GrayFlags;

/// <summary>Where one guard stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Metric">What it watches.</param>
/// <param name="OnBreach">What follows when it breaches.</param>
/// <param name="IsLimit">Whether it compares with a limit instead of with the control.</param>
/// <param name="Canary">The outcomes of those who were admitted.</param>
/// <param name="Control">The outcomes of those who were left alone.</param>
/// <param name="Evidence">The evidence that the harm is larger than allowed: ln E. 0 is none; the threshold is a breach.</param>
/// <param name="Threshold">The evidence at which it breaches: ln(number of guards / risk).</param>
/// <param name="PValue">At most the chance of evidence as strong as the strongest so far, at any time, if the harm were as allowed.</param>
/// <param name="IsBreached">Whether the evidence has reached the threshold.</param>
public sealed record RolloutGuardStatus(string Name, GuardMetric Metric, GuardAction OnBreach, bool IsLimit, RolloutArmStatus Canary, RolloutArmStatus Control, double Evidence, double Threshold, double PValue, bool IsBreached)
{
    /// <summary>By how much the canary does worse, in the unit of the means: rates from 0 to 1, seconds, missing score.</summary>
    public double Difference => Canary.Mean - Control.Mean;
}
