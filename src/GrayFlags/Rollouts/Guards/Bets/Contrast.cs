namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>The contribution of one outcome to the difference between the arms.</summary>
internal static class Contrast
{
    /// <summary>
    /// Computes <c>A (X - m)/pi - (1 - A) ((1 + rel) X - m)/(1 - pi)</c>, as its value for a loss X of 0 and its slope; its expectation is the canary's loss
    /// less (1 + rel) times the control's, for any m.
    /// </summary>
    public static (double AtZero, double Slope) Of(double share, bool isCanary, double mean, double relative) =>
        isCanary ? (-mean / share, 1 / share) : (mean / (1 - share), -(1 + relative) / (1 - share));
}
