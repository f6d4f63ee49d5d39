namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Bets against "the loss is at most the limit". They need no control.</summary>
/// <remarks>
/// For losses of 0 and 1 the likelihood ratio against a larger rate; linear in between, so that the expectation is at most 1 while the mean loss is within the
/// limit.
/// </remarks>
internal sealed class LimitBets : IBettingStrategy
{
    // With a limit of zero the first loss would be a breach, and the ratio 0/0.
    private const double Least = 1e-9;

    private readonly double[] _sizes = new double[Stakes.Room];
    private readonly double _limit;
    private readonly bool _bothArms;

    /// <param name="limit">The largest allowed rate or mean, at most 1.</param>
    /// <param name="bothArms">True when the control's outcomes count like the canary's.</param>
    public LimitBets(double limit, bool bothArms)
    {
        _limit = Math.Max(limit, Least);
        _bothArms = bothArms;
        var ratios = RiskRatios.All;
        for (var bet = 0; bet < ratios.Length && _limit < 1; bet++)
        {
            // q/limit for 1 and (1 - q)/(1 - limit) for 0 are 1 + size * (loss - limit).
            var rate = Math.Min(ratios[bet] * _limit, (1 + _limit) / 2);
            _sizes[bet] = (rate - _limit) / (_limit * (1 - _limit));
        }
    }

    public bool Take(double share, bool isCanary) => _limit < 1 && (isCanary || _bothArms);

    public Stakes On(double share, bool isCanary, double mean, double calls) => new(_sizes, -_limit, 1);
}
