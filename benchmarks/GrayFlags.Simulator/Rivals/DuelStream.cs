using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulator.Experiments;
using GrayFlags.Simulator.Traffic;

namespace GrayFlags.Simulator.Rivals;

/// <summary>Plays one duel: the same calls for the guard and for its rivals.</summary>
internal static class DuelStream
{
    private const double Risk = 0.01;
    private const double Answer = 0.1;
    private const double BrokenRate = 0.5;

    private static readonly GuardPlan[] Guards = [SimulatedPlan.First, SimulatedPlan.Both];

    public static Rival[] Rivals() => [new ZTest(), new FailureWindow(), new MannWhitney()];

    /// <summary>The largest figure of each rival over two hours.</summary>
    public static double[] Peaks(Duel duel, ulong seed)
    {
        var rivals = Rivals();
        var peaks = new double[rivals.Length];
        Array.Fill(peaks, double.NegativeInfinity);
        Play(duel, seed, rivals, null, second =>
        {
            for (var rival = 0; rival < rivals.Length; rival++)
            {
                var figure = rivals[rival].Look(second);
                peaks[rival] = figure > peaks[rival] ? figure : peaks[rival];
            }

            return true;
        });
        return peaks;
    }

    /// <summary>
    /// How many seconds after the canary became worse each judge condemns it: both guards, without any calibration, and the rivals. Infinite for never, -1 for
    /// before.
    /// </summary>
    public static double[] Times(Duel duel, double[] thresholds, ulong seed)
    {
        var rivals = Rivals();
        var attempt = new Attempt(SimulatedPlan.Of([duel.Share * 100], Risk, TimeSpan.FromSeconds(Duel.Seconds), RolloutPlan.DefaultSettle, Guards));
        var times = new double[Guards.Length + rivals.Length];
        Array.Fill(times, double.PositiveInfinity);
        Play(duel, seed, rivals, attempt, second =>
        {
            var status = attempt.TickAt(second);
            for (var judge = 0; judge < times.Length; judge++)
            {
                // Each guard is looked at as if it were alone.
                var isOver = judge < Guards.Length
                    ? status.Guards[judge].LnE >= status.Guards[judge].Threshold - Math.Log(Guards.Length)
                    : rivals[judge - Guards.Length].Look(second) > thresholds[judge - Guards.Length];
                times[judge] = isOver && double.IsInfinity(times[judge]) ? second < duel.From ? -1 : second - duel.From : times[judge];
            }

            return Array.Exists(times, double.IsInfinity);
        });
        return times;
    }

    private static void Play(Duel duel, ulong seed, Rival[] rivals, Attempt? attempt, Func<int, bool> goesOn)
    {
        var draws = new Draws(seed);
        var population = new Population(draws, Duel.Users, duel.Broken);
        for (var second = 0; second < Duel.Seconds; second++)
        {
            for (var call = 0; call < Duel.CallsPerSecond; call++)
            {
                var user = duel.IsOnceOnly ? new User(draws.NextWord(), draws.Next(), draws.Chance(duel.Broken)) : population.Pick(draws);
                var isCanary = user.Bucket < duel.Share;
                var failed = draws.Chance(user.IsBroken ? BrokenRate : duel.RateAt(isCanary, second));
                foreach (var rival in rivals)
                {
                    rival.Add(isCanary, failed);
                }

                if (attempt is not null)
                {
                    attempt.Clock.Now = second + ((call + 0.5) / Duel.CallsPerSecond);
                    attempt.Recorder.End(attempt.Begin(user.Unit, isCanary, duel.Share), failed ? CallVerdict.Failure : CallVerdict.Success, seconds: Answer);
                }
            }

            if (!goesOn(second + 1))
            {
                return;
            }
        }
    }
}
