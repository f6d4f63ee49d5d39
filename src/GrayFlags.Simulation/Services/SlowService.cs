using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulation.Services;

/// <summary>Takes its time: a log-normal distribution around 100 ms.</summary>
/// <param name="guard">The guard that watches it.</param>
/// <param name="factor">How many times longer the upgraded one takes.</param>
/// <param name="spread">The standard deviation of the logarithm.</param>
internal sealed class SlowService(GuardPlan guard, double factor, double spread) : Service
{
    private const double Median = 0.1;

    public static GuardPlan P95 { get; } =
        new() { Name = "p95", Metric = GuardMetric.Duration, Kind = GuardKind.Quantile, Quantile = 0.95, OnBreach = GuardAction.Rollback };

    public static GuardPlan Mean { get; } = new() { Name = "latency", Metric = GuardMetric.Duration, Kind = GuardKind.Mean, OnBreach = GuardAction.Rollback };

    public override GuardPlan Guard => guard;

    public override bool End(OutcomeRecorder recorder, in CallTicket ticket, Draws draws, bool isCanary)
    {
        recorder.End(ticket, CallVerdict.Success, seconds: Median * Math.Exp(spread * draws.NextNormal()) * (isCanary ? factor : 1));
        return false;
    }
}
