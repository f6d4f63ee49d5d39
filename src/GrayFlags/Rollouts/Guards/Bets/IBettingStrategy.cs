namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Bets against a hypothesis: while it is true, their expected gain is at most zero.</summary>
internal interface IBettingStrategy
{
    /// <summary>True when outcomes of an arm are bet on.</summary>
    /// <param name="share">The probability of the canary, 0 to 1.</param>
    /// <param name="isCanary">True for the canary.</param>
    bool Take(double share, bool isCanary);

    /// <summary>Computes the logarithms of the factors by which an outcome multiplies the wealth of each bet.</summary>
    /// <param name="share">The probability of the canary.</param>
    /// <param name="isCanary">True for the canary.</param>
    /// <param name="loss">The loss of the outcome, 0 for good to 1 for bad.</param>
    /// <param name="mean">The mean loss before it.</param>
    /// <param name="calls">
    /// The ratio of calls per unit, canary to control, at least 1, when more calls may cause more failures; 1 otherwise.
    /// </param>
    /// <param name="lnFactors">A span of <see cref="LogFactors.Room"/>, of which the first elements are for the bets.</param>
    void Factors(double share, bool isCanary, double loss, double mean, double calls, Span<double> lnFactors);
}
