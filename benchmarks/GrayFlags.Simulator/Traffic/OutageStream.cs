using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulator.Experiments;

namespace GrayFlags.Simulator.Traffic;

/// <summary>A rollout that has completed, watched by a limit, is healthy for a day; then half of all calls fail.</summary>
internal static class OutageStream
{
    private const double Risk = 0.01;
    private const double Limit = 0.02;
    private const double Rate = 0.005;
    private const double OutageRate = 0.5;
    private const int Users = 2_000;
    private const int CallsPerSecond = 5;
    private const int Longer = 256 * 60;
    private const int Most = 3_600;

    private static readonly GuardPlan Guard =
        new() { Name = "limit", Metric = GuardMetric.Error, Kind = GuardKind.Rate, IsLimit = true, Max = Limit, OnBreach = GuardAction.Rollback };

    /// <param name="healthy">For how long it is healthy at least, in seconds.</param>
    /// <param name="seed">Makes the stream.</param>
    /// <returns>Seconds from the beginning of the outage to the breach, less <c>settle</c>; -1 for a breach before.</returns>
    public static double[] Run(int healthy, ulong seed)
    {
        var attempt = new Attempt(SimulatedPlan.Of([100], Risk, TimeSpan.FromDays(1), RolloutPlan.DefaultSettle, Guard));
        var draws = new Draws(seed);
        var population = new Population(draws, Users, 0);
        var at = healthy + (draws.Next() * Longer);
        for (var second = 0; second < at + Most; second++)
        {
            for (var call = 0; call < CallsPerSecond; call++)
            {
                var now = attempt.Clock.Now = second + ((call + 0.5) / CallsPerSecond);
                var failed = draws.Chance(now < at ? Rate : OutageRate);
                attempt.Recorder.End(attempt.Begin(population.Pick(draws).Unit, isCanary: true, share: 1), failed ? CallVerdict.Failure : CallVerdict.Success);
            }

            if (attempt.TickAt(second + 1).Guards[0].IsBreached)
            {
                return [second + 1 < at ? -1 : Math.Max(second + 1 - at - RolloutPlan.DefaultSettle.TotalSeconds, 0)];
            }
        }

        return [double.PositiveInfinity];
    }
}
