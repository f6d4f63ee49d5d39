using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Simulator.Experiments;

namespace GrayFlags.Simulator.Traffic;

/// <summary>Plays a scenario to its end, through breaches.</summary>
internal sealed class ScenarioStream
{
    private const double Risk = 0.01;
    private const double BrokenRate = 0.5;
    private const double Answer = 0.1;

    private readonly Scenario _scenario;
    private readonly Attempt _attempt;
    private readonly Draws _draws;
    private readonly Population _population;
    private readonly Attacker? _attacker;
    private readonly Queue<(double At, CallTicket Ticket, CallVerdict Verdict)> _underWay = new();
    private readonly double[] _margins;
    private readonly long[] _calls = new long[2];
    private readonly long[] _failures = new long[2];

    private ScenarioStream(Scenario scenario, ulong seed)
    {
        _scenario = scenario;
        _attempt = new Attempt(scenario.Plan(Risk));
        _draws = new Draws(seed);
        _population = new Population(_draws, scenario.Users, scenario.Broken, scenario.IsUneven);
        _attacker = scenario.Hostility is { } hostility ? new Attacker(hostility, seed) : null;
        _margins = new double[scenario.Guards.Length];
        Array.Fill(_margins, double.NegativeInfinity);
    }

    /// <returns>
    /// For each guard the largest evidence, as if it were the only one: at a risk it is an alarm from ln(1/risk) on. Then 1 for a split mismatch, 1 for a
    /// silent arm, and how far the status was off.
    /// </returns>
    public static double[] Run(Scenario scenario, ulong seed) => new ScenarioStream(scenario, seed).Run();

    private double[] Run()
    {
        var (split, silent) = (0.0, 0.0);
        GuardSetStatus? status = null;
        for (var second = 0; second < _scenario.Seconds; second++)
        {
            var stage = (int)((long)second * _scenario.Shares.Length / _scenario.Seconds);
            _attempt.Guards.StartStage(stage);
            Change(second);
            var calls = _scenario.CallsIn(second);
            var rate = _scenario.RateAt(second);
            for (var call = 0; call < calls; call++)
            {
                End(second + ((call + 0.5) / calls));
                Call(stage, rate);
            }

            End(second + 1);
            _attacker?.Act(_attempt, second, _scenario.Shares[stage]);
            status = _attempt.TickAt(second + 1);
            Note(status);
            split = status.IsSplitMismatched ? 1 : split;
            silent = status.IsArmSilent ? 1 : silent;
        }

        return [.. _margins, split, silent, _scenario.StatusBar is null ? 0 : Off(status!)];
    }

    private void Change(int second)
    {
        if (_scenario.RestartEvery > 0 && second > 0 && second % _scenario.RestartEvery == 0)
        {
            _attempt.Restart();
            _underWay.Clear();
        }

        if (_scenario.Renames > 0 && second > 0 && second % (_scenario.Seconds / (_scenario.Renames + 1)) == 0)
        {
            var number = second / (_scenario.Seconds / (_scenario.Renames + 1));
            _attempt.Edit(
                (_scenario with { Guards = Array.ConvertAll(_scenario.Guards, guard => SimulatedPlan.Renamed(guard, $"{guard.Name} {number}")) }).Plan(Risk));
        }
    }

    private void Call(int stage, double rate)
    {
        var share = _scenario.Shares[stage];
        var user = _scenario.IsOnceOnly ? new User(_draws.NextWord(), _draws.Next(), _draws.Chance(_scenario.Broken)) : Pick(share);
        var isCanary = user.Bucket < share;
        var isClump = user.IsBroken && _scenario.Clump > 1;
        for (var copy = isClump ? _scenario.Clump : 1; copy > 0; copy--)
        {
            var failed = isClump || _draws.Chance(user.IsBroken ? BrokenRate : isCanary ? _scenario.CanaryRate ?? rate : rate);
            var ticket = _attempt.Begin(user.Unit, isCanary, share, stage);
            _calls[isCanary ? 1 : 0]++;
            _failures[isCanary ? 1 : 0] += failed ? 1 : 0;
            var verdict = failed ? CallVerdict.Failure : CallVerdict.Success;
            if (isCanary || _scenario.ControlSeconds == 0)
            {
                _attempt.Recorder.End(ticket, verdict, seconds: Answer);
            }
            else
            {
                _underWay.Enqueue((_attempt.Clock.Now + _scenario.ControlSeconds, ticket, verdict));
            }
        }
    }

    private User Pick(double share)
    {
        while (true)
        {
            var user = _population.Pick(_draws);
            if (_scenario.CanaryCalls <= 1 || user.Bucket < share || _draws.Next() * _scenario.CanaryCalls < 1)
            {
                return user;
            }
        }
    }

    // Ends what is due, and moves the clock.
    private void End(double now)
    {
        while (_underWay.TryPeek(out var call) && call.At <= now)
        {
            _attempt.Clock.Now = call.At;
            _attempt.Recorder.End(call.Ticket, call.Verdict);
            _underWay.Dequeue();
        }

        _attempt.Clock.Now = now;
    }

    private void Note(GuardSetStatus status)
    {
        for (var guard = 0; guard < _margins.Length; guard++)
        {
            // Of the guards that share the attempt, each is looked at as if it were alone.
            var one = status.Guards[guard];
            _margins[guard] = Math.Max(_margins[guard], one.LnE - (one.Threshold + Math.Log(Risk)) + Math.Log(_margins.Length));
        }
    }

    private double Off(GuardSetStatus status)
    {
        var canary = Off(status.Canary, isCanary: true);
        return Math.Max(canary, Off(status.Control, isCanary: false));
    }

    private double Off(CallCounts counts, bool isCanary)
    {
        var truth = (double)_failures[isCanary ? 1 : 0] / _calls[isCanary ? 1 : 0];
        return Math.Abs(((double)counts.Failures / counts.Calls / truth) - 1);
    }
}
