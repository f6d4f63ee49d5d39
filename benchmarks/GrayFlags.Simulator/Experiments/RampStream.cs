using GrayFlags.Rollouts.Guards;
using GrayFlags.Simulator.Services;

namespace GrayFlags.Simulator.Experiments;

/// <summary>A rollout whose share grows while an incident raises the failures of both arms alike.</summary>
internal static class RampStream
{
    private const int OutcomesPerStage = 5_000;
    private const int IncidentFrom = 2;

    private static readonly double[] Shares = [0.01, 0.05, 0.25, 0.5];
    private static readonly FailingService Before = new(0.005, 0.005);
    private static readonly FailingService Incident = new(0.03, 0.03);

    public static StreamEnd Run(ulong seed)
    {
        var guard = new Guard(Before.Guard, Shares.Length, null);
        var draws = new Draws(seed);
        var counts = new int[2];
        var cells = new HarmCell[2];
        var durations = new DurationHistory();
        var peeked = default(PeekedTest);
        for (var stage = 0; stage < Shares.Length; stage++)
        {
            guard.StartStage(stage);
            var service = stage < IncidentFrom ? Before : Incident;
            for (var outcome = 0; outcome < OutcomesPerStage; outcome++)
            {
                var isCanary = draws.Chance(Shares[stage]);
                var level = service.Draw(draws, isCanary);
                counts[level] = 1;
                guard.Add(Shares[stage], inStage: true, isCanary, counts, cells);
                guard.Settle(durations, cells);
                counts[level] = 0;
                peeked.Add(isCanary, level > 0);
            }
        }

        return new StreamEnd(guard.LnE.Max, 0, 0, peeked.Alarmed);
    }
}
