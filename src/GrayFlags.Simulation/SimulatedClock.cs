namespace GrayFlags.Simulation;

/// <summary>A clock that stands still until it is moved. For one thread.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Seconds since the beginning.</summary>
    public double Now
    {
        get => (double)_ticks / TimeSpan.TicksPerSecond;
        set => _ticks = (long)(value * TimeSpan.TicksPerSecond);
    }

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks);
}
