using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulator.Experiments;

/// <summary>One attempt of a rollout on a clock of its own: the guards as they run in an app, from the begin of a call to the evidence.</summary>
internal sealed class Attempt
{
    private RolloutPlan _plan;

    public Attempt(RolloutPlan plan)
        : this(plan, 0, null)
    {
    }

    private Attempt(RolloutPlan plan, double now, double? planned)
    {
        _plan = plan;
        Clock = new SimulatedClock { Now = now };
        Recorder = new OutcomeRecorder(Clock, 1);
        Guards = new GuardSet(plan, Recorder, Clock, planned: planned);
    }

    public SimulatedClock Clock { get; }

    public OutcomeRecorder Recorder { get; private set; }

    public GuardSet Guards { get; private set; }

    /// <summary>Begins a call under a share.</summary>
    public CallTicket Begin(ulong unit, bool isCanary, double share, int stage = 0, bool isEvidence = true) =>
        Recorder.Begin(new Assignment(isCanary ? GrayArm.Canary : GrayArm.Control, unit, (int)Math.Round(share * Bucket.Count), stage), isEvidence);

    /// <summary>Moves the clock and looks.</summary>
    public GuardSetStatus TickAt(double seconds)
    {
        Clock.Now = seconds;
        return Guards.Tick(Clock.GetUtcNow().UtcTicks);
    }

    /// <summary>Ends the process and starts it again with what was saved: calls under way are lost.</summary>
    public void Restart()
    {
        var state = Guards.Capture();
        Recorder = new OutcomeRecorder(Clock, 1);
        Guards = new GuardSet(_plan, Recorder, Clock, planned: state.Planned);
        Guards.Restore(state);
    }

    /// <summary>Goes on with an edited document of the same id: calls that wait go on waiting.</summary>
    public void Edit(RolloutPlan plan)
    {
        var state = Guards.Capture();
        _plan = plan;
        Guards = new GuardSet(plan, Recorder, Clock, planned: state.Planned);
        Guards.Restore(state);
    }

    /// <summary>A second attempt that has seen the same, so that one past can have several futures.</summary>
    /// <param name="latest">The latest calls, in the order of their begin. Those that were not judged yet are filed again.</param>
    public Attempt Fork(IEnumerable<PastCall> latest)
    {
        var state = Guards.Capture();
        var now = Clock.Now;
        var fork = new Attempt(_plan, now, state.Planned);
        fork.Guards.Restore(state);
        foreach (var call in latest.Where(call => now - call.At < Recorder.Queue.Settle.TotalSeconds))
        {
            fork.Clock.Now = call.At;
            fork.Recorder.End(fork.Begin(call.Unit, call.IsCanary, call.Share), call.Failed ? CallVerdict.Failure : CallVerdict.Success, seconds: call.Seconds);
        }

        fork.Clock.Now = now;
        return fork;
    }
}
