namespace GrayFlags.Rollouts.Control;

/// <summary>Tells how far the wall clock was moved, since it was last asked, by something else than time.</summary>
internal sealed class ClockJumpDetector(TimeProvider clock)
{
    // Corrections of less are what clocks do all day.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    private DateTimeOffset _wall = clock.GetUtcNow();
    private long _timestamp = clock.GetTimestamp();

    public TimeSpan Since()
    {
        var (wall, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var jump = wall - _wall - clock.GetElapsedTime(_timestamp, timestamp);
        (_wall, _timestamp) = (wall, timestamp);
        return jump.Duration() < Least ? TimeSpan.Zero : jump;
    }
}
