using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulator.Experiments;

namespace GrayFlags.Simulator.Traffic;

/// <summary>Plays hours in which both arms are healthy once, and each ending from the same moment on.</summary>
internal sealed class LateStream
{
    private const double Risk = 0.01;
    private const double Answer = 0.1;
    private const double GivenUpAfter = 1;
    private const int Past = 8;
    private const int PerGuard = 2;

    private readonly Late _late;
    private readonly Draws _draws;
    private readonly Population _population;
    private readonly Attempt _attempt;
    private readonly Attacker? _attacker;
    private readonly Queue<PastCall> _past = new();
    private readonly bool[] _wasBreached = new bool[Guards.Length];

    private LateStream(Late late, ulong seed)
    {
        _late = late;
        _draws = new Draws(seed);
        _population = new Population(_draws, late.Users, 0);
        _attempt = new Attempt(SimulatedPlan.Of([late.Share * 100], Risk, TimeSpan.FromHours(late.Planned), RolloutPlan.DefaultSettle, Guards));
        _attacker = late.Hostility is { } hostility ? new Attacker(hostility, seed) : null;
    }

    /// <summary>Both ways to count, side by side; each is held against the threshold of a guard that is alone.</summary>
    public static GuardPlan[] Guards { get; } = [SimulatedPlan.First, SimulatedPlan.Both];

    /// <returns>
    /// By ending and guard: failing calls of the canary beyond those that began within <c>settle</c> of the first, and seconds. Infinite for never, -1 for a
    /// breach before.
    /// </returns>
    public static double[] Run(Late late, ulong seed) => new LateStream(late, seed).Run(seed);

    public static int PlaceOf(int ending, int guard, bool isInSeconds) => (((ending * Guards.Length) + guard) * PerGuard) + (isInSeconds ? 1 : 0);

    private double[] Run(ulong seed)
    {
        var at = _late.Healthy + (_draws.Next() * _late.Longer);
        for (var second = 0; second < (int)at; second++)
        {
            var calls = CallsIn(second);
            for (var call = 0; call < calls; call++)
            {
                Healthy(second + ((call + 0.5) / calls));
            }

            _attacker?.Act(_attempt, second, _late.Share);
            var status = _attempt.TickAt(second + 1);
            for (var guard = 0; guard < Guards.Length; guard++)
            {
                _wasBreached[guard] |= IsBreached(status.Guards[guard].LnE);
            }
        }

        return [.. _late.Endings.SelectMany((ending, index) => Play(ending, at, new Draws(seed ^ ((ulong)(index + 1) << 40))))];
    }

    // The share of the risk that a guard has that is alone in its document.
    private static bool IsBreached(double lnE) => lnE >= -Math.Log(0.9 * Risk);

    private int CallsIn(int second) => (int)((long)((second + 1) * _late.CallsPerSecond) - (long)(second * _late.CallsPerSecond));

    private void Healthy(double now)
    {
        var user = _population.Pick(_draws);
        var call = new PastCall(now, user.Unit, user.Bucket < _late.Share, _late.Share, _draws.Chance(_late.Rate), Answer);
        _attempt.Clock.Now = now;
        _attempt.Recorder.End(_attempt.Begin(call.Unit, call.IsCanary, call.Share), call.Failed ? CallVerdict.Failure : CallVerdict.Success, seconds: Answer);
        _past.Enqueue(call);
        while (_past.Peek().At < now - Past)
        {
            _past.Dequeue();
        }
    }

    private double[] Play(Ending ending, double at, Draws draws)
    {
        var attempt = _attempt.Fork(_past);
        var found = new double[Guards.Length * PerGuard];
        Array.Fill(found, double.PositiveInfinity);
        var (first, beyond, left) = (double.PositiveInfinity, 0L, Guards.Length);
        var (pause, next) = (1.0 / _late.LooksPerSecond, (int)at + (1.0 / _late.LooksPerSecond));
        var givenUp = new Queue<(double At, CallTicket Ticket)>();
        for (var guard = 0; guard < Guards.Length; guard++)
        {
            if (_wasBreached[guard])
            {
                (found[guard * PerGuard], found[(guard * PerGuard) + 1], left) = (-1, -1, left - 1);
            }
        }

        for (var second = (int)at; second < at + ending.Most && left > 0; second++)
        {
            var calls = CallsIn(second);
            for (var call = 0; call < calls; call++)
            {
                var now = second + ((call + 0.5) / calls);
                for (; next <= now; next += pause)
                {
                    GiveUp(attempt, givenUp, next);
                    Look(next);
                }

                GiveUp(attempt, givenUp, now);
                attempt.Clock.Now = now;
                if (Call(attempt, ending, now >= at, draws, givenUp))
                {
                    first = Math.Min(first, now);
                    beyond += now > first + RolloutPlan.DefaultSettle.TotalSeconds ? 1 : 0;
                }
            }

            GiveUp(attempt, givenUp, second + 1);
            _attacker?.Act(attempt, second, _late.Share);
            Look(second + 1);
            next = second + 1 + pause;
        }

        return found;

        void Look(double now)
        {
            var status = attempt.TickAt(now);
            for (var guard = 0; guard < Guards.Length; guard++)
            {
                if (double.IsInfinity(found[guard * PerGuard]) && IsBreached(status.Guards[guard].LnE))
                {
                    (found[guard * PerGuard], found[(guard * PerGuard) + 1], left) = (beyond, now - at, left - 1);
                }
            }
        }
    }

    private static void GiveUp(Attempt attempt, Queue<(double At, CallTicket Ticket)> givenUp, double now)
    {
        while (givenUp.TryPeek(out var call) && call.At <= now)
        {
            attempt.Clock.Now = call.At;
            attempt.Recorder.Abandon(call.Ticket);
            givenUp.Dequeue();
        }
    }

    /// <returns>Whether it is a failing call of a canary that is healthy no longer.</returns>
    private bool Call(Attempt attempt, Ending ending, bool isOver, Draws draws, Queue<(double At, CallTicket Ticket)> givenUp)
    {
        var user = _population.Pick(draws);
        var isCanary = user.Bucket < _late.Share;
        var ticket = attempt.Begin(user.Unit, isCanary, _late.Share);
        if (isOver && isCanary && ending.Kind != EndingKind.Fails && draws.Chance(ending.Rate))
        {
            if (ending.Kind == EndingKind.GivenUp)
            {
                givenUp.Enqueue((attempt.Clock.Now + GivenUpAfter, ticket));
            }

            return true;
        }

        var failed = draws.Chance(isOver && isCanary && ending.Kind == EndingKind.Fails ? ending.Rate : _late.Rate);
        attempt.Recorder.End(ticket, failed ? CallVerdict.Failure : CallVerdict.Success, seconds: Answer);
        return failed && isOver && isCanary;
    }
}
