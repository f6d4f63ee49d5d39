namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>The smallest regression that would most likely have been detected by now.</summary>
internal static class Detectable
{
    private static readonly double[] Factors = [1.05, 1.1, 1.2, 1.3, 1.5, 1.75, 2, 2.5, 3, 4, 5, 7, 10, 15, 20];

    /// <param name="bets">The bets.</param>
    /// <param name="outcomes">The first outcomes of both arms so far.</param>
    /// <param name="loss">The control's mean loss, 0 to 1.</param>
    /// <param name="share">The probability of the canary.</param>
    /// <param name="threshold">The evidence at which the guard breaches.</param>
    /// <returns>The ratio of the canary's loss to the control's; null when even the largest ratio would not be detected.</returns>
    public static double? Of(ComparisonBets bets, double outcomes, double loss, double share, double threshold)
    {
        if (share is <= 0 or >= 1 || outcomes <= 0 || loss <= 0)
        {
            return null;
        }

        foreach (var factor in Factors)
        {
            if (outcomes * Growth(bets, Math.Min(loss * factor, 1), loss, share) >= threshold)
            {
                return factor;
            }
        }

        return null;
    }

    // The expected growth of the best bet's log wealth per outcome.
    private static double Growth(ComparisonBets bets, double canary, double control, double share)
    {
        Span<double> sums = stackalloc double[Stakes.Room];
        sums.Clear();
        var mean = (share * canary) + ((1 - share) * control);
        foreach (var isCanary in (ReadOnlySpan<bool>)[true, false])
        {
            var (chance, loss) = isCanary ? (share, canary) : (1 - share, control);
            bets.On(share, isCanary, mean, 1).Settle([0, 1], [chance * (1 - loss), chance * loss], sums);
        }

        var best = 0.0;
        foreach (var sum in sums[..RiskRatios.Count])
        {
            best = Math.Max(best, sum);
        }

        return best;
    }
}
