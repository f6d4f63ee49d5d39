using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Natural logarithms, several at once.</summary>
/// <remarks>
/// A number is 2^k m with m from sqrt(1/2) to sqrt(2), and ln m = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1)/(m + 1), Abramowitz and Stegun 4.1.27. Its first
/// neglected term is below 3e-17 of the first. <c>Vector256.Log</c> also serves zero, infinity and subnormal numbers, and takes 1.6 to 2 times as long.
/// </remarks>
internal static class Logarithm
{
    private const double Ln2 = 0.693147180559945309417232121458;
    private const int MantissaBits = 52;
    private const long Mantissa = (1L << MantissaBits) - 1;

    // The bits of 1 and of sqrt(1/2).
    private const long One = 0x3FF0_0000_0000_0000;
    private const long RootOfHalf = 0x3FE6_A09E_667F_3BCD;

    // An integer in the lowest bits of this number is added to its value: AVX2 has no conversion.
    private const long Shift = 0x4330_0000_0000_0000;
    private const double ShiftAndBias = (1L << MantissaBits) + 1_023.0;

    /// <param name="numbers">Positive and normal numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> numbers)
    {
        var bits = numbers.AsInt64() + Vector256.Create(One - RootOfHalf);
        var exponents = (Vector256.ShiftRightLogical(bits, MantissaBits) | Vector256.Create(Shift)).AsDouble() - Vector256.Create(ShiftAndBias);
        var mantissas = ((bits & Vector256.Create(Mantissa)) + Vector256.Create(RootOfHalf)).AsDouble();
        var ratio = (mantissas - Vector256.Create(1.0)) / (mantissas + Vector256.Create(1.0));
        var square = ratio * ratio;
        var fourth = square * square;
        var eighth = fourth * fourth;
        var low = Sum(
            fourth,
            Sum(square, Vector256.Create(2.0 / 9), Vector256.Create(2.0 / 7)),
            Sum(square, Vector256.Create(2.0 / 5), Vector256.Create(2.0 / 3)));
        var high = Sum(
            fourth,
            Sum(square, Vector256.Create(2.0 / 17), Vector256.Create(2.0 / 15)),
            Sum(square, Vector256.Create(2.0 / 13), Vector256.Create(2.0 / 11)));
        var series = Sum(eighth, Sum(eighth, Vector256.Create(2.0 / 19), high), low);
        return Sum(exponents, Vector256.Create(Ln2), ratio + Sum(ratio * square, series, ratio));
    }

    private static Vector256<double> Sum(Vector256<double> factor, Vector256<double> by, Vector256<double> and) =>
#if NET9_0_OR_GREATER
        Vector256.MultiplyAddEstimate(factor, by, and);
#else
        (factor * by) + and;
#endif

    /// <param name="numbers">Positive and normal numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> numbers)
    {
        var bits = numbers.AsInt64() + Vector512.Create(One - RootOfHalf);
        var exponents = (Vector512.ShiftRightLogical(bits, MantissaBits) | Vector512.Create(Shift)).AsDouble() - Vector512.Create(ShiftAndBias);
        var mantissas = ((bits & Vector512.Create(Mantissa)) + Vector512.Create(RootOfHalf)).AsDouble();
        var ratio = (mantissas - Vector512.Create(1.0)) / (mantissas + Vector512.Create(1.0));
        var square = ratio * ratio;
        var fourth = square * square;
        var eighth = fourth * fourth;
        var low = Sum(
            fourth,
            Sum(square, Vector512.Create(2.0 / 9), Vector512.Create(2.0 / 7)),
            Sum(square, Vector512.Create(2.0 / 5), Vector512.Create(2.0 / 3)));
        var high = Sum(
            fourth,
            Sum(square, Vector512.Create(2.0 / 17), Vector512.Create(2.0 / 15)),
            Sum(square, Vector512.Create(2.0 / 13), Vector512.Create(2.0 / 11)));
        var series = Sum(eighth, Sum(eighth, Vector512.Create(2.0 / 19), high), low);
        return Sum(exponents, Vector512.Create(Ln2), ratio + Sum(ratio * square, series, ratio));
    }

    private static Vector512<double> Sum(Vector512<double> factor, Vector512<double> by, Vector512<double> and) =>
#if NET9_0_OR_GREATER
        Vector512.MultiplyAddEstimate(factor, by, and);
#else
        (factor * by) + and;
#endif
}
