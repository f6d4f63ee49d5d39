using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>How the outcomes of a metric become harms between 0 and 1.</summary>
internal abstract class Harm
{
    /// <summary>Whether outcomes can be weighed. It depends on earlier ticks only, as everything does that a bet is placed with.</summary>
    public virtual bool IsReady => true;

    /// <summary>What a harm of 1 is in the metric's own unit.</summary>
    public virtual double Unit => 1;

    public static Harm Of(GuardPlan plan) => (plan.Metric, plan.Kind) switch
    {
        (GuardMetric.Score, _) => new ScoreHarm(),
        (GuardMetric.Duration, GuardKind.Quantile) => new QuantileHarm(plan.Quantile),
        (GuardMetric.Duration, _) => new MeanHarm(),
        _ => new RateHarm(),
    };

    /// <summary>The one number that is to be kept over a restart; 0 for none.</summary>
    public virtual double State
    {
        get => 0;
        set { }
    }

    /// <summary>Weighs the outcomes of one arm.</summary>
    /// <param name="counts">How many there are of each level of the channel.</param>
    /// <param name="cells">Room for one cell of each level.</param>
    /// <returns>How many cells there are.</returns>
    public abstract int Weigh(ReadOnlySpan<int> counts, Span<HarmCell> cells);

    /// <summary>Learns from the durations so far, at the end of a tick.</summary>
    /// <returns>Whether outcomes can be weighed from now on that could not be before, and are to be learnt from once more, without a bet.</returns>
    public virtual bool Learn(DurationHistory history) => false;
}
