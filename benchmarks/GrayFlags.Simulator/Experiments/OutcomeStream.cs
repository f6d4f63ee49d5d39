using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Simulator.Services;

namespace GrayFlags.Simulator.Experiments;

/// <summary>Plays one guard against a service under one share, with a look after every outcome.</summary>
/// <param name="service">What is watched.</param>
/// <param name="share">The chance of the canary.</param>
/// <param name="stages">How many stages the attempt has; the outcomes are those of the first.</param>
internal sealed class OutcomeStream(Service service, double share, int stages = 1)
{
    /// <param name="seed">Makes the stream.</param>
    /// <param name="most">How many outcomes at most.</param>
    /// <param name="threshold">The ln E that ends the stream.</param>
    public StreamEnd Run(ulong seed, int most, double threshold)
    {
        var guard = new Guard(service.Guard, stages, null);
        var channel = service.Channel;
        var draws = new Draws(seed);
        var durations = new DurationHistory();
        var counts = new int[Channels.Levels(channel)];
        var cells = new HarmCell[Math.Max(counts.Length, DurationScale.Levels)];
        var peeked = default(PeekedTest);
        var (canary, failures) = (0L, 0L);
        for (var outcome = 0; outcome < most && guard.LnE.Max < threshold; outcome++)
        {
            var isCanary = draws.Chance(share);
            var level = service.Draw(draws, isCanary);
            counts[level] = 1;
            guard.Add(share, inStage: true, isCanary, counts, cells);
            if (channel == Channel.Duration)
            {
                durations.Add(counts, isCanary);
            }

            guard.Settle(durations, cells);
            counts[level] = 0;
            canary += isCanary ? 1 : 0;
            if (channel == Channel.Error)
            {
                failures += isCanary ? level : 0;
                peeked.Add(isCanary, level > 0);
            }
        }

        return new StreamEnd(guard.LnE.Max, canary, failures, peeked.Alarmed);
    }
}
