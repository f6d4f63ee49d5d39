using GrayFlags.Tests.Kit;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>A clock that a test moves, and that shows each time for which a timer was set.</summary>
internal sealed class PollClock(Pulse pulse) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _polls = [];
    private readonly List<TimeSpan> _others = [];
    private long _pollDue;

    public ManualTimeProvider Time { get; } = new();

    /// <summary>The waits of the poll timer so far. It is the one that is created without a time.</summary>
    public IReadOnlyList<TimeSpan> Polls => Copy(_polls);

    /// <summary>The waits of all other timers: deadlines, heartbeats, pauses of the stream.</summary>
    public IReadOnlyList<TimeSpan> Others => Copy(_others);

    /// <summary>Whether a poll has begun, and has not ended: until then, no time may pass that would run into its deadline.</summary>
    public bool IsPolling { get; private set; } = true;

    /// <summary>The time until the next poll. To let more pass would let its deadline pass too, before the server can answer.</summary>
    public TimeSpan UntilPoll => TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _pollDue) - Time.GetTimestamp()));

    public override long TimestampFrequency => Time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => Time.GetUtcNow();

    public override long GetTimestamp() => Time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var list = dueTime == Timeout.InfiniteTimeSpan ? _polls : _others;
        var timer = new Timer(this, list, Time.CreateTimer(list == _polls ? Polling : callback, state, dueTime, period));
        Note(list, dueTime);
        return timer;

        void Polling(object? arg)
        {
            IsPolling = true;
            callback(arg);
        }
    }

    private TimeSpan[] Copy(List<TimeSpan> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private void Note(List<TimeSpan> list, TimeSpan dueTime)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        lock (_gate)
        {
            list.Add(dueTime);
            if (list == _polls)
            {
                IsPolling = false;
                _pollDue = Time.GetTimestamp() + dueTime.Ticks;
            }
        }

        pulse.Beat();
    }

    private sealed class Timer(PollClock clock, List<TimeSpan> list, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = inner.Change(dueTime, period);
            if (changed)
            {
                clock.Note(list, dueTime);
            }

            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
