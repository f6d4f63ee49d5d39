namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>The contribution of one outcome to the difference between the arms.</summary>
internal static class Contrast
{
    /// <summary>
    /// Computes <c>A (X - m)/pi - (1 - A) ((1 + rel) X - m)/(1 - pi)</c>; its expectation is the canary's loss less (1 + rel) times the control's, for any m.
    /// </summary>
    public static double Of(double share, bool isCanary, double loss, double mean, double relative) =>
        isCanary ? (loss - mean) / share : (mean - ((1 + relative) * loss)) / (1 - share);
}
