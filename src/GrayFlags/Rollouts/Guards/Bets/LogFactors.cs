#if NET9_0_OR_GREATER
using System.Runtime.Intrinsics;
#endif

namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>The log wealth factors of several bets for one outcome.</summary>
internal static class LogFactors
{
    /// <summary>The capacity, in whole vectors.</summary>
    public const int Room = 8;

    /// <summary><c>ln(1 + size * gain)</c>.</summary>
    /// <param name="sizes">The bet sizes as fractions of the wealth; <see cref="Room"/> of them, 0 for no bet.</param>
    /// <param name="gain">The gain per unit bet, -1 or more.</param>
    /// <param name="lnFactors">The results, as many as sizes.</param>
    public static void Of(ReadOnlySpan<double> sizes, double gain, Span<double> lnFactors)
    {
#if NET9_0_OR_GREATER
        for (var at = 0; at < Room; at += Vector256<double>.Count)
        {
            Vector256.Log(Vector256.Create(1.0) + (Vector256.Create(sizes[at..]) * gain)).CopyTo(lnFactors[at..]);
        }
#else
        for (var at = 0; at < Room; at++)
        {
            lnFactors[at] = Math.Log(1 + (sizes[at] * gain));
        }
#endif
    }
}
