using System.Numerics;
using System.Runtime.CompilerServices;

namespace GrayFlags.Rules.Counting;

/// <summary>The lane in which a thread counts: its own while there are any, so without interlocked additions, which cost as much as an answer.</summary>
/// <remarks>Threads beyond that share the last lanes. A thread that has ended leaves its lane to the next one, which goes on counting in it.</remarks>
internal static class StripedCounter
{
    private const int LanesAProcessor = 4;
    private const int MaxOwn = 64;
    private const int Shared = 4;

    // One more than the lane; 0 until the thread has counted.
    [ThreadStatic]
    private static int _lane;

    // Collected with the thread.
    [ThreadStatic]
    private static Claim? _claim;

    private static readonly object Gate = new();

    private static ulong _taken;
    private static int _latecomers;

    /// <summary>The number of lanes that belong to one thread each; those behind them are shared.</summary>
    public static readonly int Own = Math.Min(LanesAProcessor * Environment.ProcessorCount, MaxOwn);

    /// <summary>The number of lanes.</summary>
    public static readonly int Count = Own + Shared;

    /// <summary>The lane of this thread.</summary>
    public static int Mine
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _lane is > 0 and var lane ? lane - 1 : Take();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Take()
    {
        int lane;
        lock (Gate)
        {
            lane = BitOperations.TrailingZeroCount(~_taken);
            if (lane < Own)
            {
                _taken |= 1UL << lane;
                _claim = new Claim(lane);
            }
            else
            {
                lane = Own + (_latecomers++ & (Shared - 1));
            }
        }

        _lane = lane + 1;
        return lane;
    }

    private sealed class Claim(int lane)
    {
        ~Claim()
        {
            lock (Gate)
            {
                _taken &= ~(1UL << lane);
            }
        }
    }
}
