namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Bets against "the canary's loss is at most (1 + relative) times the control's, plus absolute".</summary>
/// <remarks>
/// After I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by betting", JRSS-B 86 (2024), with losses weighted by the inverse
/// probability of their arm. Whatever the base rate, and however it drifts, each factor is positive and has expectation at most 1 under the hypothesis, since
/// only the assignment to an arm is bet on. By Ville's inequality the probability that the wealth ever reaches 1/alpha is at most alpha.
/// </remarks>
internal sealed class ComparisonBets(double relative, double absolute) : IBettingStrategy
{
    // The bet sizes under the previous share, which seldom changes.
    private readonly double[] _sizes = new double[Stakes.Room];

    private double _share;

    // Without random assignment there is nothing to compare.
    public bool Take(double share, bool isCanary) => share is > 0 and < 1;

    public Stakes On(double share, bool isCanary, double mean, double calls)
    {
        var allowed = ((1 + relative) * calls) - 1;
        var (atZero, slope) = Contrast.Of(share, isCanary, mean, allowed);
        var worst = Math.Max(mean / share, (1 + allowed - mean) / (1 - share)) + absolute;
        return new Stakes(SizesFor(share), (atZero - absolute) / worst, slope / worst);
    }

    private double[] SizesFor(double share)
    {
        if (!share.Equals(_share))
        {
            _share = share;
            var ratios = RiskRatios.All;
            for (var bet = 0; bet < ratios.Length; bet++)
            {
                var odds = (ratios[bet] - 1) * share;
                _sizes[bet] = odds / (1 + odds);
            }
        }

        return _sizes;
    }
}
