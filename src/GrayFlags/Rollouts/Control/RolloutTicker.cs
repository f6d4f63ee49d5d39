using GrayFlags.Rollouts.Feedback;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Snapshots;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>Ticks every rollout once a second, and keeps store and snapshot in step; rests while there are no rollouts. Thread-safe.</summary>
/// <remarks>A tick runs under <see cref="RolloutSessions.Gate"/>; the timer skips a tick when the lock is taken.</remarks>
internal sealed class RolloutTicker : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly RolloutSessions _sessions;
    private readonly LiveRollouts _live;
    private readonly RolloutStateRegistry _states;
    private readonly ExclusionRegistry _exclusions;
    private readonly RolloutSync? _sync;
    private readonly FleetNode? _fleet;
    private readonly RolloutLoader? _loader;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _isWarned;
    private bool _isFailing;
    private bool _isDisposed;
    private int _isWanted;

    public RolloutTicker(
        RolloutSessions sessions,
        LiveRollouts live,
        RolloutStateRegistry states,
        ExclusionRegistry exclusions,
        RolloutSync? sync,
        FleetNode? fleet,
        RolloutLoader? loader,
        TimeProvider clock,
        ILogger logger)
    {
        (_sessions, _live, _states, _exclusions, _sync, _fleet) = (sessions, live, states, exclusions, sync, fleet);
        (_loader, _clock, _logger) = (loader, clock, logger);
        _timer = clock.CreateTimer(static ticker => ((RolloutTicker)ticker!).TickUnlessBusy(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        states.OnRolloutsPublished = StartTimer;
        if (fleet is not null)
        {
            sync!.AnswerCame = Wake;
        }

        // A store that answers at once is known before the first rules are live.
        lock (sessions.Gate)
        {
            TickNeedsLock();
        }

        if (!states.IsLoaded)
        {
            StartTimer();
        }
    }

    public void Dispose()
    {
        lock (_sessions.Gate)
        {
            if (_isDisposed)
            {
                return;
            }

            // A file has everything when this returns; a store across a network is not waited for.
            _ = FlushQuietly();
            _isDisposed = true;
            _states.OnRolloutsPublished = static () => { };
            _timer.Dispose();
        }
    }

    // Ticks do not queue up behind a slow disk: each would hold a thread of the pool.
    private void TickUnlessBusy()
    {
        if (!Monitor.TryEnter(_sessions.Gate))
        {
            return;
        }

        try
        {
            Volatile.Write(ref _isWanted, 0);
            TickNeedsLock();
        }
        finally
        {
            Monitor.Exit(_sessions.Gate);
        }
    }

    /// <summary>Ticks soon: something is known that was not at the last tick. From any thread.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWanted, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static ticker => ticker.TickWhenFree(), this, preferLocal: false);
        }
    }

    private void TickWhenFree()
    {
        lock (_sessions.Gate)
        {
            Volatile.Write(ref _isWanted, 0);
            if (!_isDisposed)
            {
                TickNeedsLock();
            }
        }
    }

    private void TickNeedsLock()
    {
        if (_isDisposed)
        {
            return;
        }

        // Nobody awaits a timer: a failure is logged once, and the next tick may succeed.
        Exception? failure;
        try
        {
            failure = TickAll(_clock.GetUtcNow());
            ComeBackForCalledRead();
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

    private Exception? TickAll(DateTimeOffset now)
    {
        if (_fleet is not null)
        {
            _fleet.Tick(_sessions.OfFleet);
            now = _clock.GetUtcNow();

            // Before a record is read that admits anybody.
            _live.FollowClock(_fleet.ClockAhead);
        }

        _loader?.Load(now);
        if (!_states.IsLoaded)
        {
            return null;
        }

        _sessions.FollowClock();
        Exception? failure = null;
        foreach (var state in _live.All)
        {
            try
            {
                WarnWithoutStore(state);
                _sessions.Of(state.Plan).Tick(now);
            }
            catch (Exception exception)
            {
                // A rollout that fails does not stop the others.
                failure ??= exception;
            }
        }

        foreach (var session in _sessions.All.Where(session => session.IsGoneUnsaved))
        {
            session.Save();
        }

        _sessions.Forget();
        _exclusions.Expire(now);
        _sync?.Synchronize(now, _sessions.CaptureEvidence, _exclusions);
        return failure;
    }

    // Another node has changed something again, just after a read.
    private void ComeBackForCalledRead()
    {
        if (_sync?.UntilCalledRead(_clock.GetUtcNow()) is { } time)
        {
            _timer.Change(time > TimeSpan.Zero ? time : TimeSpan.Zero, Period);
        }
    }

    private void WarnWithoutStore(RolloutState state)
    {
        if (state.Plan.Guards.Length > 0 && _sync is null && !_isWarned)
        {
            _isWarned = true;
            Log.RolloutsAreNotKept(_logger, state.Plan.Flag);
        }
    }

    // Checked again after the timer was stopped: rules that went live meanwhile may have started it before.
    private void RestWithoutRollouts()
    {
        if (_live.All.Length == 0 && _states.IsLoaded && !_sessions.All.Any(session => session.IsGoneUnsaved))
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_live.All.Length > 0)
            {
                StartTimer();
            }
        }
    }

    // At once: a rollout is monitored from its first call on.
    private void StartTimer() => _timer.Change(TimeSpan.Zero, Period);

    private Task FlushNeedsLock()
    {
        foreach (var session in _sessions.All)
        {
            session.RetryWrite();
        }

        TickNeedsLock();
        if (_sync is null)
        {
            return Task.CompletedTask;
        }

        var evidence = _fleet is null ? _sessions.CaptureEvidence(onlyNew: false) : [];
        var writing = _sync.Write(evidence, _exclusions.TakeUnsaved(), CancellationToken.None);
        return _fleet is null ? writing : Task.WhenAll(writing, _fleet.FlushAsync(_sessions.OfFleet, CancellationToken.None));
    }

    private async Task FlushQuietly()
    {
        try
        {
            await FlushNeedsLock().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            lock (_sessions.Gate)
            {
                _sync!.Failed(StoreWork.Evidence, exception);
            }
        }
    }
}
