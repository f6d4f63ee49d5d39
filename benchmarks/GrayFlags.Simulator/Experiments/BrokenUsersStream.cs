using GrayFlags.Rollouts.Guards;
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

    public StreamEnd Run(ulong seed)
    {
        var set = new GuardSet(plan);
        var draws = new Draws(seed);
        var size = plan.Stages[0].Size;
        var users = new (ulong Hash, bool IsCanary, double Rate)[Users];
        for (var user = 0; user < Users; user++)
        {
            users[user] = (draws.NextWord(), draws.Chance((double)size / Bucketing.Bucket.Count), draws.Chance(Broken) ? BrokenRate : Rate);
        }

        var peeked = default(PeekedTest);
        var max = 0.0;
        for (var call = 0; call < Users * CallsPerUser; call++)
        {
            var (hash, isCanary, rate) = users[(int)(draws.Next() * Users)];
            var failed = draws.Chance(rate);
            set.Recorder.RecordCall(set.Recorder.Expose(hash, isCanary, 0, size), failed, 0);
            max = Math.Max(max, set.Tick(call).Guards[0].LnE);
            peeked.Add(isCanary, failed);
        }

        return new StreamEnd(max, 0, 0, peeked.Alarmed);
    }
}
