namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>The regressions that are bet on simultaneously, as ratios of the canary's loss to the control's.</summary>
/// <remarks>One bet size detects only one size of regression quickly; the mixture of a few sizes is nearly as quick for all.</remarks>
internal static class RiskRatios
{
    public const int Count = 7;

    public static ReadOnlySpan<double> All => [1.1, 1.25, 1.5, 2, 3, 5, 20];
}
