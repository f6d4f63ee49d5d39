using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulator.Experiments;

/// <summary>One attempt of a rollout on a clock of its own: the guards as they run in an app, from the begin of a call to the evidence.</summary>
internal sealed class Attempt
{
    private readonly RolloutPlan _plan;

    public Attempt(RolloutPlan plan)
    {
        _plan = plan;
        Recorder = new OutcomeRecorder(Clock, 1);
        Guards = new GuardSet(plan, Recorder, Clock);
    }

    public SimulatedClock Clock { get; } = new();

    public OutcomeRecorder Recorder { get; private set; }

    public GuardSet Guards { get; private set; }

    /// <summary>Begins a call under a share.</summary>
    public CallTicket Begin(ulong unit, bool isCanary, double share, int stage = 0) =>
        Recorder.Begin(new Assignment(isCanary ? GrayArm.Canary : GrayArm.Control, unit, (int)Math.Round(share * Bucket.Count), stage), isEvidence: true);

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
}
