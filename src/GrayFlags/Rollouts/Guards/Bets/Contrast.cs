namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>What one outcome says about the difference between the arms.</summary>
internal static class Contrast
{
    /// <summary><c>A (X - m)/pi - (1 - A) ((1 + rel) X - m)/(1 - pi)</c>: on average the canary's loss less (1 + rel) times the control's, whatever m is.</summary>
    public static double Of(double share, bool isCanary, double loss, double mean, double relative) =>
        isCanary ? (loss - mean) / share : (mean - ((1 + relative) * loss)) / (1 - share);
}
