namespace GrayFlags.Rollouts.Fleet;

/// <summary>The clock of the store, as this process knows it: what the store said last, and the time since then by the process's own monotonic clock.</summary>
/// <remarks>
/// It never runs ahead of the store by more than a second, and goes back only when the store does. Until the store has answered for the first time it is the
/// clock of the machine; nothing is decided by then.
/// </remarks>
internal sealed class FleetClock : TimeProvider
{
    // Answers arrive late, and clocks drift: a difference that is no larger says nothing.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _machine;
    private Reading _reading;

    public FleetClock(TimeProvider machine)
    {
        _machine = machine;
        _reading = new Reading(machine.GetUtcNow(), machine.GetTimestamp(), IsOfStore: false);
    }

    /// <summary>True once the store has said what time it is.</summary>
    public bool IsSet => Volatile.Read(ref _reading).IsOfStore;

    /// <summary>The time by which the store's clock is ahead of the machine's; negative when it is behind.</summary>
    public TimeSpan Ahead => GetUtcNow() - _machine.GetUtcNow();

    public override TimeZoneInfo LocalTimeZone => _machine.LocalTimeZone;

    public override long TimestampFrequency => _machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        var reading = Volatile.Read(ref _reading);
        return reading.At + _machine.GetElapsedTime(reading.Timestamp);
    }

    public override long GetTimestamp() => _machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Takes in what the store's clock showed when it answered.</summary>
    public void Set(DateTimeOffset now)
    {
        var ahead = GetUtcNow() - now;
        if (!_reading.IsOfStore || ahead < TimeSpan.Zero || ahead > Tolerance)
        {
            Volatile.Write(ref _reading, new Reading(now, _machine.GetTimestamp(), IsOfStore: true));
        }
    }

    private sealed record Reading(DateTimeOffset At, long Timestamp, bool IsOfStore);
}
