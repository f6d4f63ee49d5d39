using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The guards of one attempt of a rollout. <see cref="Recorder"/> is thread-safe; everything else is for one thread at a time.</summary>
/// <remarks>What is promised: over the whole attempt, whenever and however often one looks, healthy guards are breached with a chance of at most the plan's risk, all together.</remarks>
internal sealed class GuardSet
{
    private readonly Channels _channels;
    private readonly Guard[] _guards;
    private readonly Guard[] _provers;
    private readonly SplitTally _split = new();
    private readonly DurationHistory _durations = new();
    private readonly int _stages;
    private readonly double _threshold;
    private readonly double _evidenceThreshold;
    private readonly int[] _counts;
    private readonly HarmCell[] _cells = new HarmCell[DurationScale.Levels];

    private int _stage;
    private long _stageCanary;
    private long _stageControl;
    private long _invalid;
    private long _repeated;
    private long _lastOutcomeTicks;

    /// <param name="plan">The rollout. Its first stage, or its ramp, is the one that runs.</param>
    public GuardSet(RolloutPlan plan)
    {
        var gathersEvidence = Array.Exists(plan.Stages, stage => stage.Advance == StageAdvance.Evidence);
        _stages = Math.Max(plan.Stages.Length, 1);
        _guards = Array.ConvertAll(plan.Guards, guard => new Guard(guard, _stages, gathersEvidence ? plan.EvidenceDelta : null));
        _provers = ProversOf(_guards);
        _threshold = Math.Log(Math.Max(_guards.Length, 1) / plan.Risk);
        _evidenceThreshold = -Math.Log(plan.EvidenceRisk);
        _channels = new Channels(plan.Guards);
        _counts = new int[_channels.Length];
        Recorder = new OutcomeRecorder(_channels);
    }

    /// <summary>Where outcomes go.</summary>
    public OutcomeRecorder Recorder { get; }

    /// <summary>Weighs what came since the last tick.</summary>
    /// <param name="nowTicks">Now, in ticks of UTC.</param>
    public GuardSetStatus Tick(long nowTicks)
    {
        Drain(nowTicks);
        return new GuardSetStatus
        {
            Guards = Array.ConvertAll(_guards, StatusOf),
            SplitLnE = _split.LnE,
            SplitThreshold = -Math.Log(SplitMismatch.Risk),
            LnEvidence = _provers.Length == 0 ? null : _provers.Min(guard => guard.LnEvidence),
            EvidenceThreshold = _evidenceThreshold,
            StageCanary = _stageCanary,
            StageControl = _stageControl,
            Invalid = _invalid,
            Repeated = _repeated,
            LastOutcomeTicks = _lastOutcomeTicks,
        };
    }

    /// <summary>Begins a stage: its capital is fresh, that of the attempt goes on, and each unit may count again. Outcomes so far belong to the stage before.</summary>
    /// <param name="stage">From 0. Nothing happens when it runs already.</param>
    /// <param name="nowTicks">Now, in ticks of UTC.</param>
    public void StartStage(int stage, long nowTicks)
    {
        // A record may come from a document with more stages.
        stage = Math.Clamp(stage, 0, _stages - 1);
        if (stage == _stage)
        {
            return;
        }

        Drain(nowTicks);
        Recorder.StartStage();
        SetStage(stage);
        (_stageCanary, _stageControl) = (0, 0);
    }

    /// <summary>All that is known, as of the last tick.</summary>
    public GuardSetState Capture()
    {
        var (splits, older) = _split.Capture();
        var hasDurations = _channels.Has(Channel.Duration);
        return new GuardSetState
        {
            Stage = _stage,
            Guards = Array.ConvertAll(_guards, guard => guard.Capture()),
            Splits = splits,
            OlderSplitLnE = older,
            Outcomes = [_stageCanary, _stageControl],
            Dropped = [_invalid, _repeated],
            LastOutcomeTicks = _lastOutcomeTicks,
            ControlDurations = hasDurations ? _durations.Control.ToArray() : [],
            CanaryDurations = hasDurations ? _durations.Canary.ToArray() : [],
        };
    }

    /// <summary>Goes on from a state, before any outcome is recorded. Guards that the plan has no longer are forgotten; new and changed ones begin anew.</summary>
    /// <returns>False, and nothing is changed, when it is not a state at all: a file may hold anything.</returns>
    public bool Restore(GuardSetState state)
    {
        if (!state.IsSound)
        {
            return false;
        }

        SetStage(Math.Min(state.Stage, _stages - 1));
        foreach (var guard in _guards)
        {
            if (Array.Find(state.Guards, known => known.Fits(guard.Plan)) is { } known)
            {
                guard.Restore(known);
            }
        }

        _split.Restore(state.Splits, state.OlderSplitLnE);
        (_stageCanary, _stageControl) = (state.Outcomes[0], state.Outcomes[1]);
        (_invalid, _repeated) = (state.Dropped[0], state.Dropped[1]);
        _lastOutcomeTicks = state.LastOutcomeTicks;
        if (_channels.Has(Channel.Duration) && state.ControlDurations.Length > 0)
        {
            _durations.Restore(state.ControlDurations, state.CanaryDurations);
        }

        return true;
    }

    // A stage waits for what would stop it. A guard that only pauses may be one that never proves anything, such as a rare score.
    private static Guard[] ProversOf(Guard[] guards)
    {
        var proving = Array.FindAll(guards, guard => guard.LnEvidence is not null);
        var stopping = Array.FindAll(proving, guard => guard.Plan.OnBreach == GuardAction.Rollback);
        return stopping.Length > 0 ? stopping : proving;
    }

    private static ArmStatus StatusOf(ArmTally arm, double unit) => new((long)Math.Round(arm.Count), arm.Mean * unit);

    private GuardStatus StatusOf(Guard guard)
    {
        var (canary, control, unit) = guard.Arms;
        var (now, max) = guard.LnE;
        return new GuardStatus(guard.Plan, StatusOf(canary, unit), StatusOf(control, unit), now, _threshold, Math.Min(1, Math.Exp(-max)), guard.LnEvidence);
    }

    private void SetStage(int stage)
    {
        _stage = stage;
        foreach (var guard in _guards)
        {
            guard.StartStage(stage);
        }
    }

    private void Drain(long nowTicks)
    {
        var any = false;
        foreach (var share in Recorder.Shares)
        {
            if (share.Drain(_counts))
            {
                any = true;
                Add(share, nowTicks);
            }
        }

        if (any)
        {
            foreach (var guard in _guards)
            {
                guard.Settle(_durations, _cells);
            }
        }
    }

    private void Add(ShareTally share, long nowTicks)
    {
        var inStage = share.Stage == _stage;
        foreach (var guard in _guards)
        {
            guard.Add(share.Share, inStage, isCanary: true, Arm(guard.Channel, isCanary: true), _cells);
            guard.Add(share.Share, inStage, isCanary: false, Arm(guard.Channel, isCanary: false), _cells);
        }

        if (_channels.Has(Channel.Duration))
        {
            _durations.Add(Arm(Channel.Duration, isCanary: true), isCanary: true);
            _durations.Add(Arm(Channel.Duration, isCanary: false), isCanary: false);
        }

        _split.Add(share.Size, Total(Channel.Exposure, isCanary: true), Total(Channel.Exposure, isCanary: false));
        _invalid += Total(Channel.Invalid, isCanary: true) + Total(Channel.Invalid, isCanary: false);
        _repeated += Total(Channel.Repeated, isCanary: true) + Total(Channel.Repeated, isCanary: false);
        long canary = Total(Channel.Error, isCanary: true), control = Total(Channel.Error, isCanary: false);
        if (inStage)
        {
            _stageCanary += canary;
            _stageControl += control;
        }

        if (canary + control > 0)
        {
            _lastOutcomeTicks = nowTicks;
        }
    }

    private ReadOnlySpan<int> Arm(Channel channel, bool isCanary) => _channels.Arm(_counts, channel, isCanary);

    private long Total(Channel channel, bool isCanary)
    {
        var total = 0L;
        foreach (var count in Arm(channel, isCanary))
        {
            total += count;
        }

        return total;
    }
}
