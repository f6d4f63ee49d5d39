using GrayFlags.Simulator.Experiments;
using GrayFlags.Simulation.Services;

namespace GrayFlags.Simulator.Traffic;

/// <summary>Plays one guard against a service under one share: new users, one call each.</summary>
/// <param name="service">What is watched.</param>
/// <param name="share">The chance of the canary.</param>
/// <param name="callsPerSecond">Calls a second.</param>
internal sealed class OutcomeStream(Service service, double share, int callsPerSecond = 10)
{
    /// <param name="seed">Makes the stream.</param>
    /// <param name="most">How many outcomes at most.</param>
    /// <param name="risk">The risk at which the stream ends; 0 for at its end.</param>
    public StreamEnd Run(ulong seed, int most, double risk)
    {
        var attempt = new Attempt(SimulatedPlan.Of([share * 100], risk > 0 ? risk : 0.01, service.Guard));
        var draws = new Draws(seed);
        var peeked = default(PeekedTest);
        var failures = 0L;
        var max = double.NegativeInfinity;
        for (var second = 1; ; second++)
        {
            for (var call = 0; call < callsPerSecond; call++)
            {
                var isCanary = draws.Chance(share);
                var failed = service.End(attempt.Recorder, attempt.Begin(draws.NextWord(), isCanary, share), draws, isCanary);
                failures += failed && isCanary ? 1 : 0;
                peeked.Add(isCanary, failed);
            }

            var status = attempt.TickAt(second);
            max = Math.Max(max, status.Guards[0].LnE - (status.Guards[0].Threshold + Math.Log(risk > 0 ? risk : 0.01)));
            if ((risk > 0 && status.Guards[0].IsBreached) || second * callsPerSecond >= most)
            {
                return new StreamEnd(max, status.Canary.Calls, status.Canary.Failures, peeked.Alarmed);
            }
        }
    }
}
