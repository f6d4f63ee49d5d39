namespace GrayFlags.Evaluation;

/// <summary>One override, and those around it. Ended by whoever disposes it, in whichever flow.</summary>
internal sealed class FlagOverride(FlagOverrides overrides, string flag, bool enabled, string? variant, FlagOverride? outer) : IDisposable
{
    private int _isEnded;

    public string Flag { get; } = flag;

    public bool Enabled { get; } = enabled;

    /// <summary>The name of the variant that is served; null for none.</summary>
    public string? Variant { get; } = variant;

    public FlagOverride? Outer { get; } = outer;

    public bool IsEnded => Volatile.Read(ref _isEnded) != 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0)
        {
            overrides.End(this);
        }
    }
}
