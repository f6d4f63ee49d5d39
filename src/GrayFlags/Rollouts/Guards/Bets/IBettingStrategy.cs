namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Bets against a hypothesis: while it is true, their expected gain is at most zero.</summary>
internal interface IBettingStrategy
{
    /// <summary>True when outcomes of an arm are bet on.</summary>
    /// <param name="share">The probability of the canary, 0 to 1.</param>
    /// <param name="isCanary">True for the canary.</param>
    bool Take(double share, bool isCanary);

    /// <summary>Returns the bets on the outcomes of an arm. They are valid until the next call.</summary>
    /// <param name="share">The probability of the canary.</param>
    /// <param name="isCanary">True for the canary.</param>
    /// <param name="mean">The mean loss before them.</param>
    /// <param name="calls">
    /// The ratio of calls per unit, canary to control, at least 1, when more calls may cause more failures; 1 otherwise.
    /// </param>
    Stakes On(double share, bool isCanary, double mean, double calls);
}
