namespace GrayFlags.Tool.Rules;

/// <summary>A clock that stands at an instant until it is set to another.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    public void Set(DateTimeOffset instant) => Volatile.Write(ref _ticks, instant.UtcTicks);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);
}
