using GrayFlags.Rollouts.Guards.Bets;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The evidence of a sample ratio mismatch: units are lost or moved between the arms, and no comparison can be trusted.</summary>
/// <remarks>
/// The likelihood ratio of a mixture of shares around the nominal one, <c>beta(1000 pi, 1000 (1 - pi))</c>, against the nominal one: an e-process, with
/// expectation 1 while the nominal share is true.
/// </remarks>
internal static class SampleRatioMismatch
{
    /// <summary>The probability of a false alarm over a whole attempt.</summary>
    public const double Risk = 0.001;

    private const double Weight = 1000;

    /// <summary>ln E of the first exposures of units under one share.</summary>
    /// <param name="share">The probability of the canary. With 0 and 1 nothing is random, and there is no evidence.</param>
    /// <param name="canary">The number of units in the canary.</param>
    /// <param name="control">The number of units in the control.</param>
    public static double LnE(double share, long canary, long control)
    {
        if (share is <= 0 or >= 1)
        {
            return 0;
        }

        double a = Weight * share, b = Weight * (1 - share);
        return LogGamma.Beta(a + canary, b + control) - LogGamma.Beta(a, b) - (canary * Math.Log(share)) - (control * Math.Log(1 - share));
    }
}
