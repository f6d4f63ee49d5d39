using System.Numerics;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Counters are kept several times, so that threads that count at once seldom meet on one cache line.</summary>
internal static class Stripes
{
    private const int Most = 16;

    // One more than the stripe; 0 until the thread has counted.
    [ThreadStatic]
    private static int _own;

    private static int _threads;

    public static int Count { get; } = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, Most));

    /// <summary>The one that this thread counts in.</summary>
    public static int Own
    {
        get
        {
            var own = _own;
            return own > 0 ? own - 1 : (_own = (Interlocked.Increment(ref _threads) & (Count - 1)) + 1) - 1;
        }
    }
}
