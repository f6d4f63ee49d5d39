using System.Globalization;
using GrayFlags.Rollouts.Api;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>Monitors one attempt of a rollout: records its outcomes, and weighs them with its guards.</summary>
/// <remarks>Outcomes and feedback come from any thread; every other member needs <see cref="RolloutSessions.Gate"/>.</remarks>
internal sealed class RolloutMonitor
{
    /// <summary>The reason of a pause after the guards themselves have failed.</summary>
    public const string GuardsFailed = "the guards failed, and nothing monitors the rollout";

    // No guard can have these names.
    private const string Split = "(split)";
    private const string SilentArm = "(silent arm)";

    // 64 KB at the first feedback: a user who is mistaken for another one would notice.
    private const int FeedbackWords = 8_192;

    // The state of many thousand units is written as a whole, and therefore less often.
    private const int Large = 65_536;

    private static readonly TimeSpan LargePeriod = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly long _startedTicks;
    private readonly FleetNode? _node;
    private UnitFilter? _feedback;
    private GuardSetState? _saved;
    private GuardSet? _guards;
    private RolloutPlan _plan;
    private DateTimeOffset _aliveAt;
    private (long Canary, long Control) _called;
    private long _sequence;
    private bool _hasNews;
    private DateTimeOffset? _endedAt;
    private bool _isReleased;
    private bool _isLarge;
    private long _capturedAt;

    public RolloutMonitor(
        RolloutPlan plan, RolloutRecord record, RolloutEvidence? saved, FleetNode? node, TimeProvider clock, ILogger logger)
    {
        _node = node;
        _clock = clock;
        _logger = logger;
        _aliveAt = clock.GetUtcNow();
        _startedTicks = record.StartedAt.UtcTicks;
        Attempt = record.Attempt;
        _plan = plan;
        _saved = saved is null ? null : GuardSetJson.Read(saved.State);
        _sequence = saved?.Sequence ?? 0;
        Recorder = NewRecorder();
        if (node is null)
        {
            _guards = new GuardSet(plan, Recorder, clock, record.Attempt, _saved is { IsSound: true } ? _saved.Planned : null);
        }
        else
        {
            Fleet = NewAttempt(plan, record);
        }
    }

    public int Attempt { get; }

    /// <summary>The recorder of the attempt's outcomes.</summary>
    public OutcomeRecorder Recorder { get; private set; }

    /// <summary>
    /// The attempt in the fleet, which judges in place of this node's own guards; null for a process by itself, and once the attempt has ended.
    /// </summary>
    public FleetAttempt? Fleet { get; private set; }

    /// <summary>This node's place in the fleet; null for a process by itself.</summary>
    public RolloutFleetStatus? FleetStatus => Fleet is { } attempt ? _node!.StatusOf(attempt) : null;

    /// <summary>The guards' status at the last tick; null before the first.</summary>
    public GuardSetStatus? Status { get; private set; }

    /// <summary>The failure of the guards themselves, which are then switched off; null while they work.</summary>
    public string? Failure { get; private set; }

    /// <summary>True when the unit has not given feedback before, in this attempt and this process.</summary>
    public bool IsFirstFeedback(ulong unit) =>
        LazyInitializer.EnsureInitialized(ref _feedback, static () => new UnitFilter(FeedbackWords, FeedbackWords)).Add(unit, 0);

    /// <summary>
    /// True when guards may bet on this context: a visitor can draw an anonymous id that is younger than the attempt as often as they like.
    /// </summary>
    public bool IsEvidence(GrayContext? context) => context?.AnonymousSince is not { } since || since.UtcTicks < _startedTicks;

    /// <summary>Takes over a plan and a stage that may have changed.</summary>
    public void Update(RolloutPlan plan, RolloutRecord record, DateTimeOffset now)
    {
        if (Failure is not null)
        {
            return;
        }

        if (_guards is not { } own)
        {
            Fleet ??= NewAttempt(plan, record);
            Fleet.Update(plan, record);
            _plan = plan;
            return;
        }

        try
        {
            if (!ReferenceEquals(plan, _plan) && GuardFingerprint.Of(plan) != GuardFingerprint.Of(_plan))
            {
                // The recorder stays, with the calls that have not ended.
                own.Tick(now.UtcTicks);
                var state = own.Capture();
                own = new GuardSet(plan, Recorder, _clock, Attempt, state.Planned);
                own.Restore(state);
                (_guards, _hasNews) = (own, true);
            }

            _plan = plan;
            if (_saved is { } saved)
            {
                _saved = null;
                own.Restore(saved);
            }

            own.StartStage(record.Stage);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>
    /// Takes in that nobody is admitted any more. A node of a fleet looks on for a moment after a rollback: its record is often here before the entries of the
    /// log that show the reason for it.
    /// </summary>
    public void End(RolloutRecord record, DateTimeOffset now)
    {
        _endedAt ??= now;
        if (record.Phase != RolloutPhase.RolledBack || Fleet is not { } fleet || Failure is not null || now - _endedAt >= LastLook
            || Status?.Guards.Any(static guard => guard.IsBreached) == true)
        {
            Release();
            return;
        }

        try
        {
            Status = fleet.Status(now) ?? Status;
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Frees the memory of an attempt that has ended. The guards' last status is kept.</summary>
    private void Release()
    {
        if (!_isReleased)
        {
            (_isReleased, _saved, _feedback) = (true, null, null);
            Recorder = NewRecorder();
            Fleet = null;
            _guards = _guards is null ? null : new GuardSet(_plan, Recorder, _clock, Attempt);
        }
    }

    /// <summary>Follows a wall clock that was set.</summary>
    public void Shift(TimeSpan jump) => _aliveAt = ClockJumpDetector.Shift(_aliveAt, jump);

    /// <summary>Ticks the guards, and returns the state machine's inputs.</summary>
    public RolloutInputs ReadInputs(RolloutRecord record, DateTimeOffset now, bool isWindowOpen)
    {
        try
        {
            if (Failure is null)
            {
                Status = _guards is { } guards ? guards.Tick(now.UtcTicks) : Fleet?.Status(now);
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        if (Fleet is not null && Failure is null)
        {
            return ReadFleet(Fleet, record, now, isWindowOpen);
        }

        if (Status is not { } status || _guards is not { } own || Failure is not null)
        {
            return new RolloutInputs { Now = now, IsWindowOpen = isWindowOpen, PauseBreach = GuardsFailed };
        }

        // Every call counts as data, even one that is no evidence.
        var called = (Recorder.CalledAt(isCanary: true), Recorder.CalledAt(isCanary: false));
        if (_called != called)
        {
            (_called, _aliveAt, _hasNews) = (called, now, true);
        }

        return InputsOf(status, record, now, isWindowOpen, own.IsInDoubt);
    }

    // Without the fleet's evidence a node waits; what it sees while it is alone may stop the rollout, and never promotes it.
    private RolloutInputs ReadFleet(FleetAttempt fleet, RolloutRecord record, DateTimeOffset now, bool isWindowOpen)
    {
        _aliveAt = fleet.AliveAt > _aliveAt ? fleet.AliveAt.Value : _aliveAt;
        var inputs = Status is { } status
            ? InputsOf(status, record, now, isWindowOpen, fleet.IsInDoubt)
            : new RolloutInputs { Now = now, IsWindowOpen = isWindowOpen, AliveAt = now };
        inputs = inputs with
        {
            IsStoreAwaited = Status is null || fleet.HasOtherGuards || fleet.Damage is not null || _node!.IsCutOff,
            AliveAt = _node!.IsCutOff ? now : inputs.AliveAt,
            StageWatched = fleet.StageWatched ?? TimeSpan.Zero,
        };
        return fleet.StatusAlone(now) is not { } alone ? inputs : inputs with
        {
            RollbackBreach = inputs.RollbackBreach ?? RollbackBreachOf(alone),
            WithholdBreach = inputs.WithholdBreach ?? WithholdBreachOf(alone, record),
            PauseBreach = inputs.PauseBreach ?? PauseBreachOf(alone, record),
        };
    }

    private static string? RollbackBreachOf(GuardSetStatus status) =>
        Breach(status, static guard => guard.Plan.OnBreach == GuardAction.Rollback && guard.IsBreached);

    private static string? WithholdBreachOf(GuardSetStatus status, RolloutRecord record) =>
        Breach(status, guard => IsNewlyBreached(guard, GuardAction.Withhold, record));

    private static string? PauseBreachOf(GuardSetStatus status, RolloutRecord record) =>
        Breach(status, guard => IsNewlyBreached(guard, GuardAction.Pause, record));

    private RolloutInputs InputsOf(GuardSetStatus status, RolloutRecord record, DateTimeOffset now, bool isWindowOpen, Func<bool> isInDoubt)
    {
        return new RolloutInputs
        {
            Now = now,
            IsWindowOpen = isWindowOpen,
            RollbackBreach = RollbackBreachOf(status),
            WithholdBreach = WithholdBreachOf(status, record),
            PauseBreach = PauseBreachOf(status, record),
            LimitRollback = Breach(
                status, guard => guard.Plan is { IsLimit: true, AfterCompletion: GuardAfterCompletion.Rollback } && guard.IsBreached),
            LimitAlarm = Alarm(status, record),
            IsSplitMismatch = status.ExposuresLnE >= status.SplitThreshold + record.Acknowledged.GetValueOrDefault(Split),
            IsArmSilent = status.FirstOutcomesLnE >= status.SplitThreshold + record.Acknowledged.GetValueOrDefault(SilentArm),
            IsUnsettled = status.IsUnsettled,
            IsInDoubt = record.Phase == RolloutPhase.Running && now - record.StageStartedAt >= _plan.StageAt(record.Stage).Hold && isInDoubt(),
            AliveAt = _aliveAt,
            CanarySamples = status.StageCanary,
            ControlSamples = status.StageControl,
            ShadowSamples = status.StageShadows,
            IsProved = status.IsProved,
        };
    }

    /// <summary>Acknowledges the evidence so far, and switches guards that have failed on again.</summary>
    /// <param name="before">The evidence that was acknowledged before, by guard.</param>
    /// <returns>The acknowledged evidence, by guard.</returns>
    public Dictionary<string, double> Acknowledge(IReadOnlyDictionary<string, double> before)
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

        Failure = null;
        return known;
    }

    /// <summary>The evidence so far, to be stored; null when there is none.</summary>
    /// <param name="node">The name of this node.</param>
    /// <param name="onlyNew">True to return null when nothing has changed since the last capture.</param>
    public RolloutEvidence? Capture(string node, bool onlyNew)
    {
        if (Status is null || Failure is not null || _isReleased || _guards is not { } own)
        {
            return null;
        }

        if (onlyNew && (!_hasNews || (_isLarge && _clock.GetElapsedTime(_capturedAt) < LargePeriod)))
        {
            return null;
        }

        var state = GuardSetJson.Write(own.Capture());
        (_hasNews, _isLarge, _capturedAt) = (false, state.Length > Large, _clock.GetTimestamp());
        return new RolloutEvidence
        {
            Flag = _plan.Flag,
            Id = _plan.Id,
            Attempt = Attempt,
            Node = node,
            Sequence = ++_sequence,
            CanaryOutcomes = Status.StageCanary,
            ControlOutcomes = Status.StageControl,
            State = state,
        };
    }

    private static bool IsNewlyBreached(GuardStatus guard, GuardAction action, RolloutRecord record) =>
        guard.Plan.OnBreach == action && HasNewEvidence(guard, record);

    // A full threshold on top of the acknowledged evidence.
    private static bool HasNewEvidence(GuardStatus guard, RolloutRecord record) =>
        guard.LnE >= guard.Threshold + record.Acknowledged.GetValueOrDefault(guard.Plan.Name);

    // An alarm is raised once, and again only after the same amount of new evidence.
    private static RolloutAlarm? Alarm(GuardSetStatus status, RolloutRecord record)
    {
        var breached = Array.Find(
            status.Guards,
            guard => guard.Plan is { IsLimit: true, AfterCompletion: GuardAfterCompletion.Alarm } && HasNewEvidence(guard, record));
        return breached is null ? null : new RolloutAlarm(breached.Plan.Name, breached.LnE, TextOf(breached));
    }

    private static string? Breach(GuardSetStatus status, Func<GuardStatus, bool> isBreached) =>
        Array.Find(status.Guards, guard => isBreached(guard)) is { } guard ? TextOf(guard) : null;

    // What came lately comes first: over a week without fault, a minute in which everything fails is a mean like any other.
    private static string TextOf(GuardStatus guard)
    {
        var isEarly = guard.RecentCanary.Count == 0 || guard.RecentCanary.Count == guard.Canary.Count;
        var means = isEarly
            ? Means(guard.Canary, guard.Control)
            : $"{Means(guard.RecentCanary, guard.RecentControl)} in the last half minute; in all {Means(guard.Canary, guard.Control)}";
        return $"guard '{guard.Plan.Name}' breached: {means}; {Odds.Of(guard.LnE)}, it breaches at {Odds.Of(guard.Threshold)}";
    }

    private static string Means(ArmStatus canary, ArmStatus control) => string.Create(
        CultureInfo.InvariantCulture, $"canary {canary.Mean:0.####} over {canary.Count} calls, control {control.Mean:0.####} over {control.Count}");

    private OutcomeRecorder NewRecorder() => new(_clock, Attempt, RolloutKey.Of(_plan.Flag, _plan.Id).Hash);

    private FleetAttempt NewAttempt(RolloutPlan plan, RolloutRecord record) => new(plan, record, Recorder, _clock)
    {
        DamageChanged = LogDamage,
        Forgotten = attempt => Log.FleetEvidenceForgotten(_logger, attempt.Flag, attempt.Id, attempt.Attempt),
    };

    private void LogDamage(FleetAttempt attempt, string? damage)
    {
        if (damage is null)
        {
            Log.FleetEvidenceMended(_logger, attempt.Flag, attempt.Id, Attempt);
        }
        else
        {
            Log.FleetEvidenceDamaged(_logger, attempt.Flag, attempt.Id, Attempt, damage);
        }
    }

    private void Fail(Exception exception)
    {
        Failure = exception.Message;
        Log.RolloutGuardFailed(_logger, _plan.Flag, exception);
    }
}
