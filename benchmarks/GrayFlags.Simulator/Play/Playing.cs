using System.Globalization;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulation.Services;

namespace GrayFlags.Simulator.Play;

/// <summary>Plays one rollout against a described service, on a clock of its own, and prints how it goes.</summary>
internal sealed class Playing
{
    private const int LinesPerStage = 10;

    private readonly Script _script;
    private readonly TextWriter _to;
    private readonly RolloutPlan _plan;
    private readonly SimulatedClock _clock = new();
    private readonly OutcomeRecorder _recorder;
    private readonly GuardSet _set;
    private readonly Draws _draws;
    private readonly DescribedService _service;

    public Playing(Script script, TextWriter to)
    {
        (_script, _to) = (script, to);
        _plan = SimulatedPlan.Of(script.Percentages, script.Risk, new FailingService(0, 0).Guard, SlowService.P95);
        _recorder = new OutcomeRecorder(_clock, 1);
        _set = new GuardSet(_plan, _recorder, _clock);
        _draws = new Draws((ulong)script.Seed);
        _service = new DescribedService
        {
            FailureRate = script.Base,
            CanaryFailureRate = script.Base * script.Effect,
            CanarySlower = script.Slower,
            WorseFrom = script.From,
            Drift = script.Drift,
            Broken = script.Broken,
        };
    }

    public void Run()
    {
        _to.WriteLine("   time  stage    canary   fail      control   fail     ln E errors  ln E p95  breach at  proved (ln E)");
        var ticksPerStage = (long)Math.Ceiling(_script.Hold / _script.Tick);
        for (var stage = 0; stage < _plan.Stages.Length; stage++)
        {
            _set.StartStage(stage);
            for (var tick = 1L; tick <= ticksPerStage; tick++)
            {
                var now = ((stage * ticksPerStage) + tick) * _script.Tick;
                var status = Tick(stage, now);
                var breached = Array.Find(status.Guards, guard => guard.IsBreached);
                if (breached is not null || tick == ticksPerStage || tick % Math.Max(ticksPerStage / LinesPerStage, 1) == 0)
                {
                    Print(stage, now, status);
                }

                if (breached is not null || status.IsSplitMismatched)
                {
                    _to.WriteLine(breached is null
                        ? "paused: the arms have not the sizes of their share"
                        : $"rolled back by '{breached.Plan.Name}', p at most {breached.PValue.ToString("0.0000", CultureInfo.InvariantCulture)}");
                    return;
                }
            }
        }

        _to.WriteLine("all stages done");
    }

    private GuardSetStatus Tick(int stage, double now)
    {
        // A whole number of calls each tick, the right number over time.
        var calls = (long)(now * _script.Traffic) - (long)((now - _script.Tick) * _script.Traffic);
        for (var call = 0L; call < calls; call++)
        {
            Call(stage, now);
        }

        _clock.Now = now;
        return _set.Tick(_clock.GetUtcNow().UtcTicks);
    }

    private void Call(int stage, double now)
    {
        var user = MurmurHash3.Mix64((ulong)(_draws.Next() * _script.Users) + 1);
        var size = _plan.Stages[stage].Size;
        var isCanary = Bucket.Of(user, _plan.SaltHash) < size;
        var answer = _service.Answer(_draws, user, isCanary, now);
        var ticket = _recorder.Begin(new Assignment(isCanary ? GrayArm.Canary : GrayArm.Control, user, size, stage), isEvidence: true);
        _recorder.End(ticket, answer.Fails ? CallVerdict.Failure : CallVerdict.Success, seconds: answer.Seconds);
    }

    private void Print(int stage, double now, GuardSetStatus status)
    {
        GuardStatus errors = status.Guards[0], latency = status.Guards[1];
        _to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{now,7:F0}  {_plan.Stages[stage].Name,-6} {errors.Canary.Count,8:N0} {errors.Canary.Mean,6:P1} {errors.Control.Count,12:N0} "
                + $"{errors.Control.Mean,6:P1} {errors.LnE,13:F2} {latency.LnE,9:F2} {errors.Threshold,10:F2} {status.LnEvidence,14:F2}"));
    }
}
