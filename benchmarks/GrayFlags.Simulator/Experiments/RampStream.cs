using GrayFlags.Simulator.Services;

namespace GrayFlags.Simulator.Experiments;

/// <summary>A rollout whose share grows while an incident raises the failures of both arms alike.</summary>
internal static class RampStream
{
    private const int SecondsPerStage = 500;
    private const int CallsPerSecond = 10;
    private const int IncidentFrom = 2;
    private const double Risk = 0.01;

    private static readonly double[] Shares = [0.01, 0.05, 0.25, 0.5];
    private static readonly FailingService Before = new(0.005, 0.005);
    private static readonly FailingService Incident = new(0.03, 0.03);

    public static StreamEnd Run(ulong seed)
    {
        var attempt = new Attempt(SimulatedPlan.Of(Shares.Select(share => share * 100), Risk, Before.Guard));
        var draws = new Draws(seed);
        var peeked = default(PeekedTest);
        var max = double.NegativeInfinity;
        for (var second = 1; second <= Shares.Length * SecondsPerStage; second++)
        {
            var stage = (second - 1) / SecondsPerStage;
            attempt.Guards.StartStage(stage);
            var service = stage < IncidentFrom ? Before : Incident;
            for (var call = 0; call < CallsPerSecond; call++)
            {
                var isCanary = draws.Chance(Shares[stage]);
                peeked.Add(isCanary, service.End(attempt.Recorder, attempt.Begin(draws.NextWord(), isCanary, Shares[stage], stage), draws, isCanary));
            }

            var guard = attempt.TickAt(second).Guards[0];
            max = Math.Max(max, guard.LnE - (guard.Threshold + Math.Log(Risk)));
        }

        return new StreamEnd(max, 0, 0, peeked.Alarmed);
    }
}
