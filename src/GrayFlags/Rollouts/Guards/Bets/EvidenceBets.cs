namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Bets against "the canary's loss is at least (1 + relative) times the control's, plus delta": their wealth is evidence that it is less.</summary>
/// <remarks>The mirror image of <see cref="ComparisonBets"/>, with its own bet sizes.</remarks>
internal sealed class EvidenceBets(double relative, double delta) : IBettingStrategy
{
    public const int Count = 6;

    private static ReadOnlySpan<double> Sizes => [0.05, 0.1, 0.2, 0.4, 0.7, 0.95, 0, 0];

    public bool Take(double share, bool isCanary) => share is > 0 and < 1;

    public Stakes On(double share, bool isCanary, double mean, double calls)
    {
        var (atZero, slope) = Contrast.Of(share, isCanary, mean, relative);
        var worst = Math.Max((1 - mean) / share, mean / (1 - share)) - delta;

        // No loss can exceed such a delta: nothing is left to bet on.
        return worst <= 0 ? new Stakes(Sizes, 0, 0) : new Stakes(Sizes, (delta - atZero) / worst, -slope / worst);
    }
}
