using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Simulator.Experiments;

namespace GrayFlags.Simulator.Traffic;

/// <summary>A canary all of whose outcomes are lost: how many outcomes it takes until one arm is found silent.</summary>
internal static class SilenceStream
{
    private const double Risk = 0.01;
    private const double Share = 0.05;
    private const int Users = 20_000;
    private const int CallsPerSecond = 20;
    private const int Most = 3_600;

    /// <returns>How many outcomes of both arms there were.</returns>
    public static double[] Run(ulong seed)
    {
        var attempt = new Attempt(SimulatedPlan.Of([Share * 100], Risk, SimulatedPlan.First));
        var draws = new Draws(seed);
        var population = new Population(draws, Users, 0);
        for (var second = 0; second < Most; second++)
        {
            for (var call = 0; call < CallsPerSecond; call++)
            {
                attempt.Clock.Now = second + ((call + 0.5) / CallsPerSecond);
                var user = population.Pick(draws);
                var isCanary = user.Bucket < Share;
                attempt.Recorder.End(attempt.Begin(user.Unit, isCanary, Share), isCanary ? CallVerdict.Ignored : CallVerdict.Success);
            }

            var status = attempt.TickAt(second + 1);
            if (status.IsArmSilent)
            {
                return [status.Control.Calls + status.Canary.Calls];
            }
        }

        return [double.PositiveInfinity];
    }
}
