using GrayFlags.Rollouts.Guards.Bets;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Evidence that the arms have not the sizes that their share gives them: then units are lost or moved, and no comparison may be trusted.</summary>
/// <remarks>The likelihood ratio of a share around the right one, <c>beta(1000 pi, 1000 (1 - pi))</c>, against the right one: on average 1 while it is right.</remarks>
internal static class SampleRatioMismatch
{
    /// <summary>The risk of a false alarm over an attempt.</summary>
    public const double Risk = 0.001;

    private const double Weight = 1000;

    /// <summary>ln E of the first exposures of units under one share.</summary>
    /// <param name="share">The chance of the canary. 0 and 1 leave nothing to be drawn.</param>
    /// <param name="canary">How many units were in the canary.</param>
    /// <param name="control">How many were not.</param>
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
