namespace GrayFlags.Tests.Kit;

/// <summary>A clock that stands still until a test moves it. Timers fire inline, in the order of their due times, on the thread that moves the clock.</summary>
/// <remarks>The wall clock and the timestamp are two: <see cref="SetUtc"/> jumps the first, as an operator or NTP does, and no timer notices.</remarks>
internal sealed class ManualTimeProvider : TimeProvider
{
    private const int MaxFirings = 1_000_000;

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _utc;
    private long _timestamp;
    private long _order;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset utc)
    {
        _utc = utc.ToUniversalTime();
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers wait to fire: nothing may be left when everything is disposed.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _utc;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _timestamp;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);

        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Jumps the wall clock, back or forth; the timestamp and the timers stay where they are.</summary>
    public void SetUtc(DateTimeOffset utc)
    {
        lock (_gate)
        {
            _utc = utc.ToUniversalTime();
        }
    }

    /// <summary>Lets time pass, stopping at each timer that becomes due on the way. Zero fires what is due now.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);

        long target;
        lock (_gate)
        {
            target = _timestamp + time.Ticks;
        }

        for (var fired = 0; TakeDue(target) is { } timer; fired++)
        {
            if (fired == MaxFirings)
            {
                throw new InvalidOperationException("A timer re-arms itself for now: this would never end.");
            }

            timer.Fire();
        }

        lock (_gate)
        {
            MoveNeedsLock(target);
        }
    }

    /// <summary>The machine sleeps: time passes at once, and only then what became due fires, late.</summary>
    public void Suspend(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);

        lock (_gate)
        {
            MoveNeedsLock(_timestamp + time.Ticks);
        }

        Advance(TimeSpan.Zero);
    }

    internal void Arm(ManualTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _timestamp + dueTime.Ticks;
                timer.Order = _order++;
                _timers.Add(timer);
            }
        }
    }

    private ManualTimer? TakeDue(long target)
    {
        lock (_gate)
        {
            var timer = _timers.OrderBy(candidate => candidate.Due).ThenBy(candidate => candidate.Order).FirstOrDefault();
            if (timer is null || timer.Due > target)
            {
                return null;
            }

            MoveNeedsLock(timer.Due);
            _timers.Remove(timer);
            if (timer.Period > TimeSpan.Zero)
            {
                // From now, not from when it was due: a timer that was late does not catch up, as the real one does not.
                timer.Due = _timestamp + timer.Period.Ticks;
                timer.Order = _order++;
                _timers.Add(timer);
            }

            return timer;
        }
    }

    // Never back: a callback may have moved the clock further than the one who called it.
    private void MoveNeedsLock(long timestamp)
    {
        if (timestamp > _timestamp)
        {
            _utc += TimeSpan.FromTicks(timestamp - _timestamp);
            _timestamp = timestamp;
        }
    }
}
