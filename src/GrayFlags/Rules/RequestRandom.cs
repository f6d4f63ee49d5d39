using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GrayFlags.Bucketing;

namespace GrayFlags.Rules;

/// <summary>Draws the random numbers of requests, for percentages and splits by <c>request</c>. Safe for any thread, without a lock.</summary>
/// <param name="seed">With a seed the draws follow from it and from their number: for tests. Null: each thread begins somewhere at random.</param>
internal sealed class RequestRandom(int? seed)
{
    private const ulong NeverZero = 1UL << 63;

    // Of each thread: threads that draw at once must not wait for one another's cache line.
    [ThreadStatic]
    private static ulong _state;

    private long _count;

    /// <summary>The next draw; never 0.</summary>
    public ulong Next() => NeverZero | SplitMix64.Mix(seed is { } start ? Seeded((uint)start) : Random());

    private static ulong Random()
    {
        if (_state == 0)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref _state)));
        }

        return _state += SplitMix64.Step;
    }

    private ulong Seeded(uint start) => SplitMix64.Mix(start + SplitMix64.Step) + ((ulong)Interlocked.Increment(ref _count) * SplitMix64.Step);
}
