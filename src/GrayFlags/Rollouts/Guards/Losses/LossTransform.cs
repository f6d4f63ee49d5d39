using System.Diagnostics;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>Transforms the outcomes of a metric into losses between 0 and 1, in a few cells, so that a tick costs only a few logarithms.</summary>
internal abstract class LossTransform
{
    /// <summary>The loss of each cell.</summary>
    public abstract ReadOnlySpan<double> Cells { get; }

    /// <summary>True when outcomes can be weighed. Like everything that bets depend on, it is determined by earlier ticks only.</summary>
    public virtual bool IsReady => true;

    /// <summary>The value of a loss of 1 in the metric's own unit.</summary>
    public virtual double Unit => 1;

    public static LossTransform Of(GuardPlan plan) => (plan.Metric, plan.Kind) switch
    {
        (GuardMetric.Score, _) => new ScoreLoss(),
        (GuardMetric.Duration, GuardKind.Quantile) => new QuantileLoss(plan.Quantile),
        (GuardMetric.Duration, _) => new MeanLoss(),
        (GuardMetric.Error or GuardMetric.OptOut or GuardMetric.Mismatch, _) => new RateLoss(),
        _ => throw new UnreachableException(),
    };

    /// <summary>The number to save across a restart; 0 for none.</summary>
    public virtual double State
    {
        get => 0;
        set { }
    }

    /// <summary>Returns the loss of one outcome.</summary>
    public abstract double Of(bool isBad, int level);

    /// <summary>Adds one outcome to the cells. One between two losses counts fractionally for both, which preserves its mean.</summary>
    /// <param name="isBad">True when it failed or had not ended.</param>
    /// <param name="level">The level of its duration or score.</param>
    /// <param name="counts">The count of each cell.</param>
    public abstract void Add(bool isBad, int level, Span<double> counts);

    /// <summary>Learns from the durations so far, at the end of a tick.</summary>
    /// <returns>True when outcomes can be weighed from now on, but could not before.</returns>
    public virtual bool Learn(DurationHistory history) => false;
}
