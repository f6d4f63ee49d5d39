using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>Turns the outcomes of a metric into losses between 0 and 1: in a few cells, so that a tick costs a few logarithms.</summary>
internal abstract class LossTransform
{
    /// <summary>The loss of each cell.</summary>
    public abstract ReadOnlySpan<double> Cells { get; }

    /// <summary>Whether outcomes can be weighed. It depends on earlier ticks only, as everything does that a bet is placed with.</summary>
    public virtual bool IsReady => true;

    /// <summary>What a loss of 1 is in the metric's own unit.</summary>
    public virtual double Unit => 1;

    public static LossTransform Of(GuardPlan plan) => (plan.Metric, plan.Kind) switch
    {
        (GuardMetric.Score, _) => new ScoreLoss(),
        (GuardMetric.Duration, GuardKind.Quantile) => new QuantileLoss(plan.Quantile),
        (GuardMetric.Duration, _) => new MeanLoss(),
        _ => new RateLoss(),
    };

    /// <summary>The one number that is to be kept over a restart; 0 for none.</summary>
    public virtual double State
    {
        get => 0;
        set { }
    }

    /// <summary>The loss of one outcome.</summary>
    public abstract double Of(bool isBad, int level);

    /// <summary>Adds one outcome to the cells. One between two losses counts for both in parts, so that its mean is what it was.</summary>
    /// <param name="isBad">Whether it failed or had not ended.</param>
    /// <param name="level">The level of its duration or score.</param>
    /// <param name="counts">A place for each cell.</param>
    public abstract void Add(bool isBad, int level, Span<double> counts);

    /// <summary>Learns from the durations so far, at the end of a tick.</summary>
    /// <returns>Whether outcomes can be weighed from now on that could not be before.</returns>
    public virtual bool Learn(DurationHistory history) => false;
}
