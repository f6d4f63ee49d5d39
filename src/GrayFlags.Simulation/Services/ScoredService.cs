using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulation.Services;

/// <summary>Is given a bad, a middling or a good mark, two coins of which each may add a half: the mean is the chance of a coin.</summary>
/// <param name="control">The mean score of the original, 0 to 1.</param>
/// <param name="canary">That of the upgraded one.</param>
internal sealed class ScoredService(double control, double canary) : Service
{
    private const int Coins = 2;

    public override GuardPlan Guard { get; } = new() { Name = "happy", Metric = GuardMetric.Score, Kind = GuardKind.Score, OnBreach = GuardAction.Rollback };

    public override bool End(OutcomeRecorder recorder, in CallTicket ticket, Draws draws, bool isCanary)
    {
        var heads = 0;
        for (var coin = 0; coin < Coins; coin++)
        {
            heads += draws.Chance(isCanary ? canary : control) ? 1 : 0;
        }

        recorder.End(ticket, CallVerdict.Success, (double)heads / Coins);
        return false;
    }
}
