using System.Collections.Concurrent;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts;

/// <summary>Moves every rollout on, once a second: asks its guards, steps its state machine, and keeps store and snapshot in step. Thread-safe.</summary>
/// <remarks>
/// What makes a rollout smaller happens at once and is written afterwards; what makes it larger is written first. So a node without its store still rolls back, and two nodes on one
/// store never promote past a rollback that one of them has written.
/// </remarks>
internal sealed class RolloutController : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly ConcurrentDictionary<string, RolloutRun> _runs = new(StringComparer.OrdinalIgnoreCase);
    private readonly SnapshotStore _store;
    private readonly RolloutStates _states;
    private readonly IRolloutStore? _rolloutStore;
    private readonly RolloutSync? _sync;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ClockJumps _jumps;
    private readonly ITimer _timer;
    private bool _isWarned;
    private bool _isFailing;
    private bool _isDisposed;

    public RolloutController(SnapshotStore store, RolloutStates states, IRolloutStore? rolloutStore, string node, TimeProvider clock, ILogger logger)
    {
        _store = store;
        _states = states;
        _rolloutStore = rolloutStore;
        _clock = clock;
        _logger = logger;
        _jumps = new ClockJumps(clock);
        Remover = new RolloutRemover(store, states);
        Events = new ChangeEvents(logger);
        _sync = rolloutStore is null ? null : new RolloutSync(rolloutStore, node, logger);
        _timer = clock.CreateTimer(static controller => ((RolloutController)controller!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        states.Awake = Awake;

        // A store that answers at once is known before the first rules are live.
        Tick();
        if (!states.IsLoaded)
        {
            Awake();
        }
    }

    public ChangeEvents Events { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Who has been taken out.</summary>
    public RolloutRemover Remover { get; }

    /// <summary>One step of every rollout.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            try
            {
                Step(_clock.GetUtcNow());
                RestWithoutRollouts();
                _isFailing = false;
            }
            catch (Exception exception)
            {
                // A timer asks: nobody else would hear of it, and the next step may do better.
                if (!_isFailing)
                {
                    _isFailing = true;
                    Log.RolloutStepFailed(_logger, exception);
                }
            }
        }
    }

    /// <summary>What outcomes are recorded with; null where nothing is watched. Takes no lock.</summary>
    public RolloutWatch? WatchOf(RolloutState state) =>
        _runs.TryGetValue(state.Plan.Flag, out var run) && run.Id == state.Plan.Id && run.Watch is { } watch && watch.Attempt == state.Record.Attempt ? watch : null;

    /// <summary>By guard, the evidence that an operator who resumes now knows of.</summary>
    public IReadOnlyDictionary<string, double> Known(RolloutState state) => WatchOf(state)?.Known(state.Record.Acknowledged) ?? state.Record.Acknowledged;

    /// <summary>Does what an operator asks for.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="isSafe">Whether it makes the rollout smaller: then it happens at once. Otherwise the store has to take it first.</param>
    /// <param name="change">What becomes of the record; throws where that cannot be.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The state then.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout.</exception>
    public async Task<RolloutState> Operate(string flag, bool isSafe, Func<RolloutState, DateTimeOffset, RolloutRecord> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            RolloutRecord next;
            RolloutRun run;
            lock (_gate)
            {
                var state = _store.Current.Rollout(flag) ?? throw new ArgumentException($"Flag '{flag}' has no rollout.", nameof(flag));
                run = RunOf(state.Plan);
                next = change(state, _clock.GetUtcNow());
                if (isSafe || run.Exchange is null)
                {
                    Publish(run, next);
                    Save(run, _clock.GetUtcNow());
                    Tell(run);
                    return _store.Current.Rollout(flag)!;
                }
            }

            var write = await _rolloutStore!.WriteAsync(run.Exchange.Next(next), cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                run.Exchange.Know(write.Current);
                Merge(run, write.Current);
                Tell(run);
                if (write.IsWritten)
                {
                    return _store.Current.Rollout(flag) ?? throw new ArgumentException($"Flag '{flag}' has no rollout any more.", nameof(flag));
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
            Tick();
            return _sync?.Write(Evidence(), Remover.TakeUnsaved()) ?? Task.CompletedTask;
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
            _states.Awake = static () => { };
            _timer.Dispose();
        }
    }

    // Looked at again after the timer was stopped: a rule set that went live meanwhile may have started it before.
    private void RestWithoutRollouts()
    {
        if (_store.Current.Rollouts.Length == 0 && _states.IsLoaded)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_store.Current.Rollouts.Length > 0)
            {
                Awake();
            }
        }
    }

    private void Awake() => _timer.Change(Period, Period);

    private async Task FlushQuietly()
    {
        try
        {
            await Flush().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _sync!.Failed(exception);
        }
    }

    private void Step(DateTimeOffset now)
    {
        _sync?.Read(now);
        TakeRead(now);
        if (!_states.IsLoaded)
        {
            return;
        }

        var jump = _jumps.Since();
        foreach (var state in _store.Current.Rollouts)
        {
            Step(RunOf(state.Plan), jump, now);
        }

        Remover.Expire(now);
        _sync?.Pump(now, Evidence, Remover);
    }

    private void Step(RolloutRun run, TimeSpan jump, DateTimeOffset now)
    {
        EndWrite(run, now);
        if (StateOf(run) is not { } state)
        {
            return;
        }

        var (plan, record) = (state.Plan, state.Record);
        if (jump != TimeSpan.Zero && plan.Guards.Length > 0 && record.Phase == RolloutPhase.Running)
        {
            // A stage that is watched lasts as long as somebody watched, whatever becomes of the wall clock.
            record = record with { StageStartedAt = record.StageStartedAt + jump };
            Publish(run, record);
        }

        Take(run, record, RolloutMachine.Tick(plan, record, Look(run, plan, record, now)), now);
        Save(run, now);
        Tell(run);
    }

    private RolloutSight Look(RolloutRun run, RolloutPlan plan, RolloutRecord record, DateTimeOffset now)
    {
        if (plan.Guards.Length > 0 && _sync is null && !_isWarned)
        {
            _isWarned = true;
            Log.RolloutsAreNotKept(_logger, plan.Flag);
        }

        var window = plan.Stages[Math.Min(record.Stage, plan.Stages.Length - 1)].Window;
        var isOpen = window is null || IsOpen(window, now);
        var watch = run.Follow(plan, record, now, attempt => _sync?.SavedEvidence(plan.Flag, plan.Id, attempt));
        return watch is null ? new RolloutSight { Now = now, IsWindowOpen = isOpen } : watch.Look(record, now, isOpen, _logger);
    }

    // A window asks for nothing but the time.
    private static bool IsOpen(Condition window, DateTimeOffset now)
    {
        var frame = new Rules.EvaluationFrame(GrayContext.Anonymous, [], null!, now.UtcTicks, 1);
        return window.Holds(ref frame);
    }

    // Larger only with the store's consent, smaller at once.
    private void Take(RolloutRun run, RolloutRecord record, RolloutRecord next, DateTimeOffset now)
    {
        if (ReferenceEquals(next, record))
        {
            return;
        }

        var isLarger = next.Phase is not (RolloutPhase.RolledBack or RolloutPhase.Paused) && (next.Phase, next.Stage, next.Attempt) != (record.Phase, record.Stage, record.Attempt);
        if (!isLarger || run.Exchange is null)
        {
            Publish(run, next);
            return;
        }

        if (run.Exchange.TryBegin(next, now))
        {
            EndWrite(run, now);
        }

        if (record.Phase == RolloutPhase.Running && StateOf(run) is { } state && state.Record == record)
        {
            Publish(run, record with { Hold = RolloutHold.Store });
        }
    }

    private void Save(RolloutRun run, DateTimeOffset now)
    {
        if (run.Exchange is { } exchange && StateOf(run) is { } state && exchange.Lacks(state.Record) && exchange.TryBegin(state.Record, now))
        {
            EndWrite(run, now);
        }
    }

    private void EndWrite(RolloutRun run, DateTimeOffset now)
    {
        if (run.Exchange is not { } exchange)
        {
            return;
        }

        if (exchange.TryEnd(now, out var failure) is { } current)
        {
            _sync!.Answered();
            Merge(run, current);
        }
        else if (failure is not null)
        {
            _sync!.Failed(failure);
        }
    }

    private void TakeRead(DateTimeOffset now)
    {
        if (_sync?.TakeRead() is not { } read)
        {
            return;
        }

        if (read.Damage is { } damage)
        {
            Log.RolloutStoreDamaged(_logger, damage);
            _states.IsDamaged = true;
        }

        foreach (var record in read.Records)
        {
            var known = _states.Find(record.Flag, record.Id);
            _states.Remember(known is null ? record : RolloutMerge.Max(known, record));
            if (_runs.TryGetValue(record.Flag, out var run) && run.Id == record.Id)
            {
                run.Exchange!.Know(record);
                Merge(run, record);
            }
        }

        Remover.Load(read.Removals.Removals, now);
        _states.IsLoaded = true;
    }

    // Also when the store took what this node wrote: meanwhile the node may have rolled back.
    private void Merge(RolloutRun run, RolloutRecord other)
    {
        if (StateOf(run) is { } state && RolloutMerge.Compare(other, state.Record) > 0)
        {
            Publish(run, other);
        }
    }

    private void Publish(RolloutRun run, RolloutRecord record)
    {
        _states.Remember(record);
        _store.Publish(run.Flag, state => state.Plan.Id == run.Id ? new RolloutState(state.Plan, record, state.Removed) : state);
    }

    private void Tell(RolloutRun run)
    {
        if (StateOf(run) is not { Record: { } record } || ReferenceEquals(record.Changes, run.Told))
        {
            return;
        }

        var news = record.Changes.Except(run.Told).ToList();
        run.Told = record.Changes;
        foreach (var change in news)
        {
            Tell(change);
            Events.Post(change);
        }
    }

    private void Tell(RolloutChange change)
    {
        switch (change.To)
        {
            case RolloutPhase.RolledBack:
                Log.RolloutRolledBack(_logger, change.Flag, change.Id, change.Attempt, change.From, change.Stage, change.By, change.Reason);
                break;
            case RolloutPhase.Paused:
                Log.RolloutPaused(_logger, change.Flag, change.Id, change.Attempt, change.Stage, change.By, change.Reason);
                break;
            default:
                Log.RolloutStepped(_logger, change.Flag, change.Id, change.Attempt, change.From, change.To, change.Stage, change.By, change.Reason);
                break;
        }
    }

    private RolloutState? StateOf(RolloutRun run) => _store.Current.Rollout(run.Flag) is { } state && state.Plan.Id == run.Id ? state : null;

    private RolloutRun RunOf(RolloutPlan plan)
    {
        if (!_runs.TryGetValue(plan.Flag, out var run) || run.Id != plan.Id)
        {
            var known = _states.Find(plan.Flag, plan.Id);
            run = new RolloutRun(plan.Flag, plan.Id, _rolloutStore is null ? null : new StoreExchange(_rolloutStore, known), known?.Changes ?? []);
            _runs[plan.Flag] = run;
        }

        return run;
    }

    private IReadOnlyList<RolloutEvidence> Evidence() =>
        [.. _runs.Values.Select(run => run.Watch?.Capture(run, _sync!.Node)).OfType<RolloutEvidence>()];
}
