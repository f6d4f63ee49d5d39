namespace GrayFlags.Simulation;

/// <summary>A clock with timers that stands still until it is moved; timers fire inline, in the order of their due times. For one thread.</summary>
internal sealed class PlayClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<PlayTimer> _timers = [];
    private long _ticks;
    private long _aheadTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>The time that has passed.</summary>
    public TimeSpan Elapsed => new(_ticks);

    public override DateTimeOffset GetUtcNow() => start.ToUniversalTime().AddTicks(_ticks + _aheadTicks);

    public override long GetTimestamp() => _ticks + _aheadTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new PlayTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass, stopping at each timer that becomes due on the way. Zero fires what is due now.</summary>
    public void Advance(TimeSpan time)
    {
        var target = _ticks + time.Ticks;
        while (NextDue(target) is { } timer)
        {
            _ticks = Math.Max(_ticks, timer.DueTicks);
            timer.Fire(_ticks);
        }

        _ticks = target;
    }

    /// <summary>Does something as if it were later, such as the end of a call that began now; no timer notices.</summary>
    public void Ahead(double seconds, Action work)
    {
        _aheadTicks = (long)(seconds * TimeSpan.TicksPerSecond);
        try
        {
            work();
        }
        finally
        {
            _aheadTicks = 0;
        }
    }

    private PlayTimer? NextDue(long target)
    {
        PlayTimer? next = null;
        foreach (var timer in _timers)
        {
            if (timer.DueTicks <= target && (next is null || timer.DueTicks < next.DueTicks))
            {
                next = timer;
            }
        }

        return next;
    }

    private sealed class PlayTimer(PlayClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long DueTicks { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._timers.Remove(this);
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                DueTicks = clock._ticks + dueTime.Ticks;
                clock._timers.Add(this);
            }

            return true;
        }

        public void Fire(long nowTicks)
        {
            clock._timers.Remove(this);
            if (_period > TimeSpan.Zero)
            {
                DueTicks = nowTicks + _period.Ticks;
                clock._timers.Add(this);
            }

            callback(state);
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
