using GrayFlags.Rules;

namespace GrayFlags.Evaluation;

/// <summary>One override, and those around it. Ends when disposed, in whichever flow.</summary>
internal sealed class FlagOverride(FlagOverrides overrides, string flag, Serve serve, FlagOverride? outer) : IDisposable
{
    private int _isEnded;

    public string Flag { get; } = flag;

    /// <summary>The value that is served. A variant of it has the name that the program gave, and no value.</summary>
    public Serve Serve { get; } = serve;

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
