namespace QuickStart;

/// <summary>A clock that stands still, to ask what the rules will say at another time.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
}
