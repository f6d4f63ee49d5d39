using System.Globalization;
using GrayFlags.Rollouts.Api;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>What watches one attempt of a rollout: its guards, and what they have seen. Outcomes come from any thread; everything else under the controller's lock.</summary>
internal sealed class RolloutMonitor
{
    /// <summary>Why a rollout stands still whose guards do not work.</summary>
    public const string Unwatched = "the guards failed, and nobody watches";

    // No guard can have this name.
    private const string Split = "(split)";

    private const string SilentArm = "(silent arm)";

    // 64 KB at the first feedback, since a user hears of it who is taken for another one.
    private const int FeedbackWords = 8_192;

    // Of many thousand units, which are written whole, less often: a disk has other things to do.
    private const int Large = 65_536;

    private static readonly TimeSpan LargePeriod = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _clock;
    private readonly long _startedTicks;
    private UnitFilter? _feedback;
    private GuardSetState? _saved;
    private GuardSet _guards;
    private RolloutPlan _plan;
    private DateTimeOffset _aliveAt;
    private (long Canary, long Control) _called;
    private long _sequence;
    private bool _hasNews;
    private bool _isReleased;
    private bool _isLarge;
    private long _capturedAt;

    public RolloutMonitor(RolloutPlan plan, RolloutRecord record, RolloutEvidence? saved, TimeProvider clock)
    {
        _clock = clock;
        _aliveAt = clock.GetUtcNow();
        _startedTicks = record.StartedAt.UtcTicks;
        Attempt = record.Attempt;
        _plan = plan;
        _saved = saved is null ? null : GuardSetJson.Read(saved.State);
        _sequence = saved?.Sequence ?? 0;
        Recorder = new OutcomeRecorder(clock, record.Attempt);
        _guards = new GuardSet(plan, Recorder, clock, record.Attempt, _saved is { IsSound: true } ? _saved.Planned : null);
    }

    public int Attempt { get; }

    /// <summary>Where outcomes go.</summary>
    public OutcomeRecorder Recorder { get; private set; }

    /// <summary>Where the guards stood at the last step; null before the first.</summary>
    public GuardSetStatus? Status { get; private set; }

    /// <summary>What went wrong in the guards themselves, which are then switched off; null while they work.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether the unit has not given feedback in this attempt and this process.</summary>
    public bool IsFirstFeedback(ulong unit) => LazyInitializer.EnsureInitialized(ref _feedback, static () => new UnitFilter(FeedbackWords, FeedbackWords)).Add(unit, 0);

    /// <summary>
    /// True when guards may bet on who asks: an id that was given to somebody unknown after the attempt began is drawn as often as they like.
    /// </summary>
    public bool IsEvidence(GrayContext? context) => context?.AnonymousSince is not { } since || since.UtcTicks < _startedTicks;

    /// <summary>Goes on with a plan and a stage that may have changed.</summary>
    public void Follow(RolloutPlan plan, RolloutRecord record, DateTimeOffset now, ILogger logger)
    {
        if (Failure is not null)
        {
            return;
        }

        try
        {
            if (!ReferenceEquals(plan, _plan) && !IsSameWatch(plan, _plan))
            {
                // Calls that wait go on waiting: the recorder stays.
                _guards.Tick(now.UtcTicks);
                var state = _guards.Capture();
                var guards = new GuardSet(plan, Recorder, _clock, Attempt, state.Planned);
                guards.Restore(state);
                (_guards, _hasNews) = (guards, true);
            }

            _plan = plan;
            if (_saved is { } saved)
            {
                _saved = null;
                _guards.Restore(saved);
            }

            _guards.StartStage(record.Stage);
        }
        catch (Exception exception)
        {
            Fail(exception, logger);
        }
    }

    /// <summary>Gives back what an attempt that has ended needs no more: what its guards saw last is kept for the status.</summary>
    public void Release()
    {
        if (!_isReleased)
        {
            (_isReleased, _saved, _feedback) = (true, null, null);
            Recorder = new OutcomeRecorder(_clock, Attempt);
            _guards = new GuardSet(_plan, Recorder, _clock, Attempt);
        }
    }

    /// <summary>The wall clock was moved.</summary>
    public void Move(TimeSpan jump) => _aliveAt = new DateTimeOffset(Math.Clamp(_aliveAt.UtcTicks + jump.Ticks, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    /// <summary>Weighs what came since the last step.</summary>
    public RolloutInputs Look(RolloutRecord record, DateTimeOffset now, bool isWindowOpen, ILogger logger)
    {
        try
        {
            if (Failure is null)
            {
                Status = _guards.Tick(now.UtcTicks);
            }
        }
        catch (Exception exception)
        {
            Fail(exception, logger);
        }

        if (Status is not { } status || Failure is not null)
        {
            return new RolloutInputs { Now = now, IsWindowOpen = isWindowOpen, PauseBreach = Unwatched };
        }

        // Every call is a sign of life, whether or not it is evidence.
        var called = (Recorder.CalledAt(isCanary: true), Recorder.CalledAt(isCanary: false));
        if (_called != called)
        {
            (_called, _aliveAt, _hasNews) = (called, now, true);
        }

        return new RolloutInputs
        {
            Now = now,
            IsWindowOpen = isWindowOpen,
            RollbackBreach = Breach(status, guard => guard.Plan.OnBreach == GuardAction.Rollback && guard.IsBreached),
            WithholdBreach = Breach(status, guard => IsNewlyBreached(guard, GuardAction.Withhold, record)),
            PauseBreach = Breach(status, guard => IsNewlyBreached(guard, GuardAction.Pause, record)),
            LimitRollback = Breach(status, guard => guard.Plan is { IsLimit: true, AfterCompletion: GuardAfterCompletion.Rollback } && guard.IsBreached),
            LimitAlarm = Alarm(status, record),
            IsSplitMismatch = status.ExposuresLnE >= status.SplitThreshold + record.Acknowledged.GetValueOrDefault(Split),
            IsArmSilent = status.FirstOutcomesLnE >= status.SplitThreshold + record.Acknowledged.GetValueOrDefault(SilentArm),
            IsUnsettled = status.IsUnsettled,
            IsInDoubt = record.Phase == RolloutPhase.Running && now - record.StageStartedAt >= _plan.StageAt(record.Stage).Hold && _guards.IsInDoubt(),
            AliveAt = _aliveAt,
            CanarySamples = status.StageCanary,
            ControlSamples = status.StageControl,
            ShadowSamples = status.StageShadows,
            IsProved = status.IsProved,
        };
    }

    /// <summary>By guard, the evidence that is known when somebody resumes all the same.</summary>
    public Dictionary<string, double> Known(IReadOnlyDictionary<string, double> before)
    {
        var known = before.ToDictionary(StringComparer.Ordinal);
        foreach (var guard in Status?.Guards ?? [])
        {
            if (guard.Plan.OnBreach is GuardAction.Pause or GuardAction.Withhold && guard.IsBreached)
            {
                known[guard.Plan.Name] = guard.LnE;
            }
        }

        if (Status?.IsSplitMismatched == true)
        {
            known[Split] = Status.ExposuresLnE;
        }

        if (Status?.IsArmSilent == true)
        {
            known[SilentArm] = Status.FirstOutcomesLnE;
        }

        // Resumed without a guard that works: the operator takes the watch over.
        Failure = null;
        return known;
    }

    /// <summary>What a store keeps; null where there is nothing to keep yet.</summary>
    /// <param name="run">The rollout.</param>
    /// <param name="node">This node.</param>
    /// <param name="onlyNews">Whether nothing is to be kept again that was captured before.</param>
    public RolloutEvidence? Capture(RolloutSession run, string node, bool onlyNews)
    {
        if (Status is null || Failure is not null || _isReleased)
        {
            return null;
        }

        if (onlyNews && (!_hasNews || (_isLarge && _clock.GetElapsedTime(_capturedAt) < LargePeriod)))
        {
            return null;
        }

        var state = GuardSetJson.Write(_guards.Capture());
        (_hasNews, _isLarge, _capturedAt) = (false, state.Length > Large, _clock.GetTimestamp());
        return new RolloutEvidence
        {
            Flag = run.Flag,
            Id = run.Id,
            Attempt = Attempt,
            Node = node,
            Sequence = ++_sequence,
            CanaryOutcomes = Status.StageCanary,
            ControlOutcomes = Status.StageControl,
            State = state,
        };
    }

    private static bool IsSameWatch(RolloutPlan left, RolloutPlan right) =>
        left.Guards.Length == right.Guards.Length && left.Stages.Length == right.Stages.Length && left.Risk.Equals(right.Risk) && left.Settle == right.Settle
        && left.Guards.Zip(right.Guards).All(pair => pair.First.Name == pair.Second.Name && pair.First.OnBreach == pair.Second.OnBreach && pair.First.AfterCompletion == pair.Second.AfterCompletion && GuardState.DefinitionOf(pair.First) == GuardState.DefinitionOf(pair.Second))
        && Array.Exists(left.Stages, stage => stage.Advance == StageAdvance.Evidence) == Array.Exists(right.Stages, stage => stage.Advance == StageAdvance.Evidence);

    private static bool IsNewlyBreached(GuardStatus guard, GuardAction action, RolloutRecord record) =>
        guard.Plan.OnBreach == action && HasNewEvidence(guard, record);

    // As much as breaches it, on top of what somebody knew of.
    private static bool HasNewEvidence(GuardStatus guard, RolloutRecord record) => guard.LnE >= guard.Threshold + record.Acknowledged.GetValueOrDefault(guard.Plan.Name);

    // An alarm is told once, and once more when as much evidence has come again.
    private static RolloutAlarm? Alarm(GuardSetStatus status, RolloutRecord record) =>
        Array.Find(status.Guards, guard => guard.Plan is { IsLimit: true, AfterCompletion: GuardAfterCompletion.Alarm } && HasNewEvidence(guard, record)) is { } guard
            ? new RolloutAlarm(guard.Plan.Name, guard.LnE, TextOf(guard))
            : null;

    private static string? Breach(GuardSetStatus status, Func<GuardStatus, bool> isBreached) => Array.Find(status.Guards, guard => isBreached(guard)) is { } guard ? TextOf(guard) : null;

    private static string TextOf(GuardStatus guard) => string.Create(
        CultureInfo.InvariantCulture,
        $"guard '{guard.Plan.Name}' breached: canary {guard.Canary.Mean:0.####} over {guard.Canary.Count} calls, control {guard.Control.Mean:0.####} over {guard.Control.Count}; {Odds.Of(guard.LnE)}, it breaches at {Odds.Of(guard.Threshold)}");

    private void Fail(Exception exception, ILogger logger)
    {
        Failure = exception.Message;
        Log.RolloutGuardFailed(logger, _plan.Flag, exception);
    }
}
