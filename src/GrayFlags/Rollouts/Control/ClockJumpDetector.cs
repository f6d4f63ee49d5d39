namespace GrayFlags.Rollouts.Control;

/// <summary>Measures how far the wall clock was set between two reads, beyond the time that passed.</summary>
internal sealed class ClockJumpDetector(TimeProvider clock)
{
    // Smaller corrections happen all day.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    private DateTimeOffset _wall = clock.GetUtcNow();
    private long _timestamp = clock.GetTimestamp();

    /// <summary>The jump since the last read; zero when there was none.</summary>
    public TimeSpan Read()
    {
        var (wall, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var jump = wall - _wall - clock.GetElapsedTime(_timestamp, timestamp);
        (_wall, _timestamp) = (wall, timestamp);
        return jump.Duration() < Least ? TimeSpan.Zero : jump;
    }

    /// <summary>The instant on the clock that was set.</summary>
    public static DateTimeOffset Shift(DateTimeOffset time, TimeSpan jump)
    {
        var ticks = time.UtcTicks + jump.Ticks;
        return new DateTimeOffset(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
    }
}
