using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Rollouts.Guards.Losses;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The guards of one attempt of a rollout. Not thread-safe, unlike the recorder of its calls.</summary>
/// <remarks>
/// The guarantee is anytime-valid: over the whole attempt, and at every look, the probability that any guard of a healthy canary is breached is at most the
/// attempt's risk.
/// </remarks>
internal sealed partial class GuardSet
{
    // A pause of the clock or of the machine does not count as monitored time.
    private const double LongestGap = 30;
    private const double LeastPlanned = 3_600;

    // The control's quantile from which a call is slow.
    private const double SlowQuantile = 0.95;

    private readonly TimeProvider _clock;
    private readonly OutcomeRecorder _recorder;
    private readonly Guard[] _guards;
    private readonly Guard[] _ofCalls;
    private readonly Guard[] _provers;
    private readonly SampleRatios _ratios = new();
    private readonly DurationHistory _durations = new();
    private readonly OutcomeCounts _counts = new();
    private readonly RiskShares _shares = new();
    private readonly SettleTime _settle;
    private readonly bool _followsControl;
    private readonly UnitFilter _met;
    private readonly bool _isFed;
    private readonly StageFirsts _firsts = new();
    private readonly ArrivalRate _arrivals = new();
    private readonly PromotionDoubts _doubts;
    private readonly int _stages;
    private readonly double _risk;
    private readonly double _evidenceThreshold;
    private readonly double _planned;

    private UnitStamps _units = new();
    private bool _knowsFirsts = true;
    private double _watched;
    private double _stageBegan;
    private long _lastTick;

    /// <param name="plan">The rollout's plan. The first stage is the current one.</param>
    /// <param name="recorder">The recorder of its calls.</param>
    /// <param name="clock">The clock that times its calls.</param>
    /// <param name="attempt">The attempt: each has the same arms as the one before, and half its risk.</param>
    /// <param name="followsControl">True when the age at which calls are judged adapts to the control.</param>
    /// <param name="planned">The planned duration of the attempt, in seconds, when it was fixed before; null for the sum of the holds.</param>
    /// <param name="partOfRisk">The part of the attempt's risk that is its own, where others judge the same attempt.</param>
    /// <param name="isFed">True when calls and time come by <see cref="Feed"/>, and not from the recorder and the clock.</param>
    public GuardSet(
        RolloutPlan plan,
        OutcomeRecorder recorder,
        TimeProvider clock,
        int attempt = 1,
        double? planned = null,
        bool followsControl = true,
        double partOfRisk = 1,
        bool isFed = false)
    {
        (_recorder, _clock, _lastTick, _followsControl, _isFed) = (recorder, clock, clock.GetTimestamp(), followsControl, isFed);
        _met = isFed ? new UnitFilter() : recorder.Met;
        var gathersEvidence = Array.Exists(plan.Stages, stage => stage.Advance == StageAdvance.Evidence);
        _stages = Math.Max(plan.Stages.Length, 1);
        _planned = planned ?? Math.Max(plan.Stages.Sum(stage => stage.Hold.TotalSeconds), LeastPlanned);
        _guards = Array.ConvertAll(plan.Guards, guard => new Guard(guard, _planned, gathersEvidence ? plan.EvidenceDelta : null));
        _ofCalls = Array.FindAll(_guards, guard => guard.Plan.Metric is GuardMetric.Error or GuardMetric.Duration or GuardMetric.OptOut);
        _provers = ProversOf(_guards);
        _risk = plan.Risk * partOfRisk / Math.Pow(2, attempt - 1);
        _evidenceThreshold = -Math.Log(plan.EvidenceRisk);
        _shares.Begin(Array.ConvertAll(_guards, guard => guard.Key));
        SetThresholds();
        _settle = new SettleTime(plan.Settle);
        _doubts = new PromotionDoubts(plan, _guards, recorder.Queue, _counts, _durations, _settle, clock);
        _recorder.Queue.Settle = plan.Settle;
    }

    /// <summary>The guards, in the order of the plan.</summary>
    public IReadOnlyList<Guard> All => _guards;

    /// <summary>The planned duration of the attempt, in seconds, as it was fixed at its beginning.</summary>
    public double Planned => _planned;

    /// <summary>The current stage, from 0.</summary>
    public int Stage => _firsts.Stage;

    /// <summary>The monitored time since the stage began, in seconds.</summary>
    public double StageWatched => _watched - _stageBegan;

    /// <summary>Judges the calls that are old enough, and bets on them.</summary>
    /// <param name="nowTicks">The time, in ticks of UTC, for the status.</param>
    public GuardSetStatus Tick(long nowTicks)
    {
        if (!_isFed)
        {
            Judge();
        }

        return new GuardSetStatus
        {
            Guards = Array.ConvertAll(_guards, StatusOf),
            ExposuresLnE = _ratios.Exposures.LnE,
            FirstOutcomesLnE = _ratios.FirstOutcomes.LnE,
            SplitThreshold = -Math.Log(SampleRatioMismatch.Risk),
            LnEvidence = _provers.Length == 0 ? null : _provers.Min(guard => guard.LnEvidence),
            EvidenceThreshold = _evidenceThreshold,
            Canary = ArmOf(isCanary: true),
            Control = ArmOf(isCanary: false),
            StageCanary = _counts.StageUnits(isCanary: true),
            StageControl = _counts.StageUnits(isCanary: false),
            StageShadows = _counts.StageShadows,
            StageArrivals = _arrivals.Of(_watched, StageSamplesSeen),
            StageArrivalsOver = TimeSpan.FromSeconds(_arrivals.Span(_watched)),
            Invalid = _recorder.Invalid,
            Settle = _settle.Value,
            IsUnsettled = _settle.IsTooShort,
            Doubt = _doubts.OfUnits(_firsts.Stage),
            LastCallAt = Math.Max(LastCallAt(isCanary: true, nowTicks), LastCallAt(isCanary: false, nowTicks)),
        };
    }

    /// <summary>True when a promotion had better wait: see <see cref="PromotionDoubts"/>.</summary>
    public bool IsInDoubt() => _doubts.IsAny(_firsts.Stage);

    /// <summary>Begins a stage: calls judged so far belong to the one before. Only the evidence for a promotion is reset.</summary>
    /// <param name="stage">The stage, from 0. Nothing happens when it is the current one.</param>
    public void StartStage(int stage)
    {
        // A record may be of a document with more stages.
        stage = Math.Clamp(stage, 0, _stages - 1);
        if (stage == _firsts.Stage)
        {
            return;
        }

        if (!_isFed)
        {
            Judge();
        }

        _stageBegan = _watched;
        _firsts.Begin(stage, Quarter, _settle.Latest);
        _counts.StartStage();
        _arrivals.Begin(_watched, 0);
        _doubts.BeginStage();
        foreach (var guard in _guards)
        {
            guard.StartStage();
        }
    }

    /// <summary>Returns the state as of the last tick, to be saved.</summary>
    public GuardSetState Capture()
    {
        var (exposures, olderExposures) = _ratios.Exposures.Capture();
        var (outcomes, olderOutcomes) = _ratios.FirstOutcomes.Capture();
        return new GuardSetState
        {
            Version = GuardSetState.Edition,
            Watched = _watched,
            Planned = _planned,
            Stage = _firsts.Save(),
            Doubts = _doubts.Units.Save(),
            Guards = Array.ConvertAll(_guards, guard => guard.Capture()),
            Shares = new Dictionary<string, double>(_shares.All),
            Later = _shares.Later,
            Exposures = exposures,
            OlderExposures = olderExposures,
            FirstOutcomes = outcomes,
            OlderFirstOutcomes = olderOutcomes,
            Counts = _counts.Save(),
            Durations = _durations.ControlCount == 0 ? [] : _durations.Control.ToArray(),
            Units = _units.Save(),
            Met = PackedBytes.Pack(_met.Save()),
            Settle = _settle.Value.TotalSeconds,
            Settling = _settle.Save(),
            StageBegan = _stageBegan,
            DurationSum = _durations.Sum,
        };
    }

    /// <summary>
    /// Continues from a saved state, before any call is judged. Guards that the plan no longer has are dropped; new and changed ones begin anew, with a later
    /// guard's share of the risk.
    /// </summary>
    /// <returns>False, with nothing changed, when the state is not plausible: a file may contain anything.</returns>
    public bool Restore(GuardSetState state)
    {
        if (!state.IsSound || UnitStamps.TryLoad(state.Units) is not { } units)
        {
            return false;
        }

        _units = units;
        _watched = state.Watched;
        _firsts.Load(state.Stage, _stages);
        _doubts.Units.Load(state.Doubts);
        var known = state.Guards
            .Where(guard => Array.Exists(_guards, mine => guard.Fits(mine.Plan)))
            .DistinctBy(guard => guard.Name)
            .ToDictionary(guard => guard.Key);
        foreach (var guard in _guards)
        {
            if (known.TryGetValue(guard.Key, out var saved))
            {
                guard.Restore(saved, Quarter);
            }
            else
            {
                guard.StartQuarter(Quarter);
            }
        }

        _shares.Go(_guards.Select(guard => guard.Key), state.Shares.Where(share => known.ContainsKey(share.Key)).ToDictionary(), state.Later);
        SetThresholds();
        _ratios.Exposures.Restore(state.Exposures, state.OlderExposures);
        _ratios.FirstOutcomes.Restore(state.FirstOutcomes, state.OlderFirstOutcomes);
        _counts.Load(state.Counts);
        _arrivals.Begin(_watched, StageSamplesSeen);
        if (state.Durations.Length > 0)
        {
            _durations.Restore(state.Durations, state.DurationSum);
        }

        _knowsFirsts = _met.TryLoad(PackedBytes.Unpack(state.Met));
        _settle.Restore(TimeSpan.FromSeconds(state.Settle));
        _settle.Load(state.Settling);
        _stageBegan = Math.Min(state.StageBegan, _watched);
        _recorder.Queue.Settle = _settle.Value;
        return true;
    }

    private long Quarter => (long)(_watched / EpochStamp.Seconds);

    private long StageSamplesSeen => _counts.StageUnits(isCanary: true) + _counts.StageShadows;

    // A stage waits for what would stop it. A guard that only pauses may be one that never proves anything, such as a rare score.
    private static Guard[] ProversOf(Guard[] guards)
    {
        var proving = Array.FindAll(guards, guard => guard.LnEvidence is not null);
        var stopping = Array.FindAll(proving, guard => guard.Plan.OnBreach is GuardAction.Rollback or GuardAction.Withhold);
        return stopping.Length > 0 ? stopping : proving;
    }

    private void SetThresholds()
    {
        foreach (var guard in _guards)
        {
            guard.Threshold = -Math.Log(_shares[guard.Key] * _risk);
        }
    }

    private static ArmStatus StatusOf(ArmTally arm, double unit) => new((long)arm.Count, arm.Mean * unit);

    private GuardStatus StatusOf(Guard guard)
    {
        var (canary, control) = (StatusOf(guard.ArmOf(isCanary: true), guard.Unit), StatusOf(guard.ArmOf(isCanary: false), guard.Unit));
        return new GuardStatus(
            guard.Plan,
            canary,
            control,
            guard.Wealth.LnE,
            guard.Threshold,
            Math.Min(1, Math.Exp(-guard.Wealth.MaxLnE)),
            guard.LnEvidence,
            guard.Wealth.Leading,
            IntervalOf(guard),
            guard.Wealth[EpochWealth.Whole].Count,
            guard.Unit)
        {
            RecentCanary = StatusOf(guard.Recent.Of(isCanary: true), guard.Unit),
            RecentControl = StatusOf(guard.Recent.Of(isCanary: false), guard.Unit),
        };
    }

    private static (double Low, double High)? IntervalOf(Guard guard) => guard.Interval is var (low, high) ? (low * guard.Unit, high * guard.Unit) : null;

    private CallCounts ArmOf(bool isCanary) =>
        new(_counts.Units(isCanary), _counts.Calls(isCanary), _counts.Failures(isCanary), _counts.NotEnded(isCanary), _counts.Ignored(isCanary));

    private long LastCallAt(bool isCanary, long nowTicks) => _recorder.CalledAt(isCanary) is var at and not 0 ? nowTicks - _clock.GetElapsedTime(at).Ticks : 0;
}
