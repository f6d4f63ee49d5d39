namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>The regressions that are bet on at the same time: by how many times the canary's loss exceeds the control's.</summary>
/// <remarks>A bet of one size wins fast against one size of regression only. The mean over a few of them is nearly as fast against all.</remarks>
internal static class RiskRatios
{
    public const int Count = 7;

    public static ReadOnlySpan<double> All => [1.1, 1.25, 1.5, 2, 3, 5, 20];
}
