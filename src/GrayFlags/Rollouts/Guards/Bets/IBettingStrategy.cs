namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Bets that win when a hypothesis is wrong, and on average win nothing while it is right.</summary>
internal interface IBettingStrategy
{
    /// <summary>Whether an outcome of an arm is bet on.</summary>
    /// <param name="share">The chance that a unit is in the canary, 0 to 1.</param>
    /// <param name="isCanary">Whether it is.</param>
    bool Take(double share, bool isCanary);

    /// <summary>What an outcome gives for 1, as logarithms.</summary>
    /// <param name="share">The chance that a unit is in the canary.</param>
    /// <param name="isCanary">Whether it is.</param>
    /// <param name="loss">The outcome, 0 for good to 1 for bad.</param>
    /// <param name="mean">The mean loss before it.</param>
    /// <param name="calls">
    /// How many times as often the canary's units are called, at least 1, where that may make them fail more often; 1 where it may not.
    /// </param>
    /// <param name="lnFactors"><see cref="LogFactors.Room"/> places, of which the first are for the bets.</param>
    void Factors(double share, bool isCanary, double loss, double mean, double calls, Span<double> lnFactors);
}
