using System.Collections.Concurrent;
using GrayFlags.Rollouts.Feedback;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>Moves every rollout on, once a second: asks its guards, steps its state machine, and keeps store and snapshot in step. Thread-safe.</summary>
/// <remarks>
/// What makes a rollout smaller happens at once and is written afterwards; what makes it larger is written first. So a node without its store still rolls back, and two nodes on one
/// store never promote past a rollback that one of them has written.
/// </remarks>
internal sealed partial class RolloutController : IDisposable
{
    private const int MaxGone = 64;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly ConcurrentDictionary<string, RolloutSession> _runs = new(StringComparer.OrdinalIgnoreCase);
    private readonly SnapshotStore _store;
    private readonly RolloutStateRegistry _states;
    private readonly IRolloutStore? _rolloutStore;
    private readonly RolloutSync? _sync;
    private readonly TimeProvider _clock;
    private readonly RolloutMetrics _metrics;
    private readonly ILogger _logger;
    private readonly ClockJumpDetector _jumps;
    private readonly ITimer _timer;
    private bool _isWarned;
    private bool _isFailing;
    private bool _isDamageTold;
    private string? _mendedTold;
    private bool _isDisposed;

    public RolloutController(SnapshotStore store, RolloutStateRegistry states, IRolloutStore? rolloutStore, string node, TimeProvider clock, RolloutMetrics metrics, ILogger logger)
    {
        _store = store;
        _states = states;
        _rolloutStore = rolloutStore;
        _clock = clock;
        _metrics = metrics;
        _logger = logger;
        _jumps = new ClockJumpDetector(clock);
        Remover = new ExclusionRegistry(store, states);
        Events = new ChangeEvents(logger);
        _sync = rolloutStore is null ? null : new RolloutSync(rolloutStore, node, clock, logger);
        _timer = clock.CreateTimer(static controller => ((RolloutController)controller!).TickUnlessBusy(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        states.OnRolloutsPublished = OnRolloutsPublished;

        // A store that answers at once is known before the first rules are live.
        Tick();
        if (!states.IsLoaded)
        {
            OnRolloutsPublished();
        }
    }

    public ChangeEvents Events { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Who has been taken out.</summary>
    public ExclusionRegistry Remover { get; }

    /// <summary>One step of every rollout.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            // A timer asks: nobody else would hear of it, and the next step may do better.
            Exception? failure = null;
            try
            {
                failure = Step(_clock.GetUtcNow());
                RestWithoutRollouts();
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            if (failure is not null && !_isFailing)
            {
                Log.RolloutStepFailed(_logger, failure);
            }

            _isFailing = failure is not null;
        }
    }

    /// <summary>What outcomes are recorded with; null where nothing is watched. Takes no lock.</summary>
    public RolloutMonitor? WatchOf(RolloutState state) =>
        state.Plan.Guards.Length > 0 && _runs.TryGetValue(state.Plan.Flag, out var run) && run.Id == state.Plan.Id && run.Watch is { } watch && watch.Attempt == state.Record.Attempt ? watch : null;

    /// <summary>By guard, the evidence that an operator who resumes now knows of.</summary>
    public IReadOnlyDictionary<string, double> Known(RolloutState state) => WatchOf(state)?.Known(state.Record.Acknowledged) ?? state.Record.Acknowledged;

    /// <summary>Does what an operator asks for: at once what makes the rollout smaller, and only when the store has taken it what does not.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="change">What becomes of the record; throws where that cannot be.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The state then.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout.</exception>
    /// <exception cref="GrayNotSavedException">What makes it smaller holds, and the store has not taken it in time.</exception>
    public async Task<RolloutState> Operate(string flag, Func<RolloutState, DateTimeOffset, RolloutRecord> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            RolloutState state;
            RolloutRecord next;
            RolloutSession run;
            bool isDecided;
            lock (_gate)
            {
                MoveWithTheClock();
                state = _store.Current.Rollout(flag) ?? throw new ArgumentException($"Flag '{flag}' has no rollout.", nameof(flag));
                run = RunOf(state.Plan);
                next = change(RolloutStateMachine.IsUnread(state.Record) ? state with { Record = RolloutStateMachine.New(state.Plan) } : state, _clock.GetUtcNow());
                isDecided = run.Exchange is null || IsSmaller(next, state.Record);
                if (isDecided)
                {
                    Publish(run, next);
                    Tell(run);
                }

                next = isDecided ? next : run.Exchange!.Next(next);
            }

            if (isDecided)
            {
                await (run.Exchange is null ? Task.CompletedTask : Keep(run, cancellationToken)).ConfigureAwait(false);
                return StateAfter(run, state, next);
            }

            var write = await _rolloutStore!.WriteAsync(next, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                run.Exchange!.Know(write.Current);
                Merge(run, write.Current);
                Tell(run);
                if (write.IsWritten)
                {
                    return StateAfter(run, state, write.Current);
                }
            }
        }
    }

    /// <summary>Writes what is not kept yet.</summary>
    /// <returns>Ends when the store has answered.</returns>
    public Task Flush()
    {
        lock (_gate)
        {
            foreach (var run in _runs.Values)
            {
                run.Exchange?.Retry();
            }

            Tick();
            return _sync?.Write(Evidence(onlyNews: false), Remover.TakeUnsaved(), CancellationToken.None) ?? Task.CompletedTask;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            // A file has it when this returns; a store across a network is not waited for.
            _ = FlushQuietly();
            _isDisposed = true;
            _states.OnRolloutsPublished = static () => { };
            _timer.Dispose();
        }
    }

    // What a slow disk holds up is not queued: each waiting step would hold a thread of the pool.
    private void TickUnlessBusy()
    {
        if (Monitor.TryEnter(_gate))
        {
            try
            {
                Tick();
            }
            finally
            {
                Monitor.Exit(_gate);
            }
        }
    }

    // Looked at again after the timer was stopped: a rule set that went live meanwhile may have started it before.
    private void RestWithoutRollouts()
    {
        if (_store.Current.Rollouts.Length == 0 && _states.IsLoaded && !_runs.Any(run => IsUnsaved(run.Value)))
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_store.Current.Rollouts.Length > 0)
            {
                OnRolloutsPublished();
            }
        }
    }

    // At once: what a rule set brings is to be watched from its first call on.
    private void OnRolloutsPublished() => _timer.Change(TimeSpan.Zero, Period);

    private async Task FlushQuietly()
    {
        try
        {
            await Flush().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _sync!.Failed(StoreWork.Totals, exception);
            }
        }
    }

    private Exception? Step(DateTimeOffset now)
    {
        _sync?.Read(now);
        TakeRead(now);
        if (!_states.IsLoaded)
        {
            return null;
        }

        KnowWhatWasUnread(now);
        MoveWithTheClock();
        Exception? failure = null;
        foreach (var state in _store.Current.Rollouts)
        {
            try
            {
                Step(RunOf(state.Plan), now);
            }
            catch (Exception exception)
            {
                // One rollout whose step fails holds no other up.
                failure ??= exception;
            }
        }

        // Of those that a document has taken away, what their store has not taken yet.
        foreach (var (_, run) in _runs)
        {
            if (IsUnsaved(run))
            {
                EndWrite(run);
                Save(run);
            }
        }

        Forget();
        Remover.Expire(now);
        _sync?.Synchronize(now, Evidence, Remover);
        return failure;
    }

    // A rollout that is gone may come back with the next document; of many that are gone, none is waited for.
    private void Forget()
    {
        if (_runs.Count <= _store.Current.Rollouts.Length + MaxGone)
        {
            return;
        }

        foreach (var run in _runs.Values.Where(run => StateOf(run) is null))
        {
            _runs.TryRemove(run.Flag, out _);
        }
    }

    private void Step(RolloutSession run, DateTimeOffset now)
    {
        EndWrite(run);
        if (StateOf(run) is not { } state)
        {
            return;
        }

        var (plan, record) = (state.Plan, state.Record);
        Take(run, record, RolloutStateMachine.Tick(plan, record, Look(run, plan, record, now)));
        Save(run);
        Tell(run);
    }

    // A stage that is watched lasts as long as somebody watched, whatever becomes of the wall clock.
    private void MoveWithTheClock()
    {
        var jump = _jumps.Since();
        if (jump == TimeSpan.Zero)
        {
            return;
        }

        foreach (var (plan, record, _) in _store.Current.Rollouts)
        {
            var run = RunOf(plan);
            run.Watch?.Move(jump);
            if (plan.Guards.Length > 0 && record.Phase == RolloutPhase.Running)
            {
                Publish(run, record with { StageStartedAt = Moved(record.StageStartedAt, jump), ResumedAt = record.ResumedAt is { } resumedAt ? Moved(resumedAt, jump) : null });
            }
        }
    }

    private static DateTimeOffset Moved(DateTimeOffset time, TimeSpan jump)
    {
        var ticks = time.UtcTicks + jump.Ticks;
        return new DateTimeOffset(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
    }

    private RolloutInputs Look(RolloutSession run, RolloutPlan plan, RolloutRecord record, DateTimeOffset now)
    {
        if (plan.Guards.Length > 0 && _sync is null && !_isWarned)
        {
            _isWarned = true;
            Log.RolloutsAreNotKept(_logger, plan.Flag);
        }

        var window = plan.StageAt(record.Stage).Window;
        var isOpen = window is null || StageWindow.IsOpen(window, now);
        return Follow(run, plan, record)?.Look(record, now, isOpen, _logger)
            ?? new RolloutInputs { Now = now, IsWindowOpen = isOpen, PauseBreach = run.IsUnwatched(record) ? RolloutMonitor.Unwatched : null };
    }

    private RolloutMonitor? Follow(RolloutSession run, RolloutPlan plan, RolloutRecord record) =>
        run.Follow(plan, record, _clock, attempt => _sync?.SavedEvidence(plan.Flag, plan.Id, attempt), _logger);

    private void Publish(RolloutSession run, RolloutRecord record)
    {
        _states.Remember(record);
        _store.Publish(run.Flag, state => state.Plan.Id == run.Id ? new RolloutState(state.Plan, record, state.Removed) : state);

        // Whoever is admitted now is watched now, not from the next step on.
        if (StateOf(run) is { } live)
        {
            Follow(run, live.Plan, live.Record);
        }
    }

    // Also where a document has just taken the rollout away: what was asked for is remembered, and holds when it comes back.
    private RolloutState StateAfter(RolloutSession run, RolloutState before, RolloutRecord record) => StateOf(run) ?? new RolloutState(before.Plan, record, before.Removed);

    private RolloutState? StateOf(RolloutSession run) => _store.Current.Rollout(run.Flag) is { } state && state.Plan.Id == run.Id ? state : null;

    private RolloutSession RunOf(RolloutPlan plan)
    {
        if (!_runs.TryGetValue(plan.Flag, out var run) || run.Id != plan.Id)
        {
            var known = _states.Find(plan.Flag, plan.Id);
            run = new RolloutSession(plan.Flag, plan.Id, _rolloutStore is null ? null : new RecordWriter(_rolloutStore, _clock), known?.Changes ?? []);
            if (_sync?.LastRead(plan.Flag, plan.Id) is { } read)
            {
                run.Exchange!.Know(read);
            }

            _runs[plan.Flag] = run;
        }

        return run;
    }

    private IReadOnlyList<RolloutEvidence> Evidence(bool onlyNews) =>
        [.. _runs.Values.Where(run => StateOf(run) is not null).Select(run => run.Watch?.Capture(run, _sync!.Node, onlyNews)).OfType<RolloutEvidence>()];
}
