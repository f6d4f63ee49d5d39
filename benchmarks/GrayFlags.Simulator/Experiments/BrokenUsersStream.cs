using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulator.Experiments;

/// <summary>Users that come often, of whom some fail half of the time whatever they are served: their failures are no separate draws.</summary>
/// <param name="plan">A rollout with one stage, one guard on errors and a risk of which nothing is used.</param>
internal sealed class BrokenUsersStream(RolloutPlan plan)
{
    private const int Users = 1_000;
    private const int CallsPerUser = 20;
    private const double Broken = 0.01;
    private const double BrokenRate = 0.5;
    private const double Rate = 0.002;
    private const int CallsPerSecond = 10;

    public StreamEnd Run(ulong seed)
    {
        var attempt = new Attempt(plan);
        var draws = new Draws(seed);
        var share = (double)plan.Stages[0].Size / Bucketing.Bucket.Count;
        var users = new (ulong Hash, bool IsCanary, double Rate)[Users];
        for (var user = 0; user < Users; user++)
        {
            users[user] = (draws.NextWord(), draws.Chance(share), draws.Chance(Broken) ? BrokenRate : Rate);
        }

        var peeked = default(PeekedTest);
        var max = double.NegativeInfinity;
        for (var call = 0; call < Users * CallsPerUser; call++)
        {
            var (hash, isCanary, rate) = users[(int)(draws.Next() * Users)];
            var failed = draws.Chance(rate);
            attempt.Recorder.End(attempt.Begin(hash, isCanary, share), failed ? CallVerdict.Failure : CallVerdict.Success);
            peeked.Add(isCanary, failed);
            if (call % CallsPerSecond == 0)
            {
                var guard = attempt.TickAt((double)call / CallsPerSecond).Guards[0];
                max = Math.Max(max, guard.LnE - (guard.Threshold + Math.Log(plan.Risk)));
            }
        }

        return new StreamEnd(max, 0, 0, peeked.Alarmed);
    }
}
