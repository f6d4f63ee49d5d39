using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulation.Services;

/// <summary>Fails at random.</summary>
/// <param name="control">The rate of failures of the original.</param>
/// <param name="canary">That of the upgraded one.</param>
internal sealed class FailingService(double control, double canary) : Service
{
    public override GuardPlan Guard { get; } = new() { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback };

    public override bool End(OutcomeRecorder recorder, in CallTicket ticket, Draws draws, bool isCanary)
    {
        var fails = draws.Chance(isCanary ? canary : control);
        recorder.End(ticket, fails ? CallVerdict.Failure : CallVerdict.Success);
        return fails;
    }
}
