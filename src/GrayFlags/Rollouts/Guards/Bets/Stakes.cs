using System.Runtime.Intrinsics;

namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>
/// Simultaneous bets on the outcomes of an arm: a loss multiplies the wealth of each by <c>1 + size * (atZero + slope * loss)</c>, which is positive.
/// </summary>
/// <param name="sizes">The bet sizes as fractions of the wealth; <see cref="Room"/> of them, 0 for no bet.</param>
/// <param name="atZero">The gain per unit bet when the loss is 0, -1 or more.</param>
/// <param name="slope">The additional gain when the loss is 1.</param>
internal readonly ref struct Stakes(ReadOnlySpan<double> sizes, double atZero, double slope)
{
    /// <summary>The capacity: two vectors.</summary>
    public const int Room = 8;

    private const int Half = Room / 2;

    private readonly ReadOnlySpan<double> _sizes = sizes;

    /// <summary>Multiplies the wealth by the factors of outcomes.</summary>
    /// <param name="losses">The loss of each cell.</param>
    /// <param name="counts">The number of outcomes in each cell; fractional when one lies between two losses.</param>
    /// <param name="lnWealth">The log wealth of each bet; <see cref="Room"/> of them.</param>
    public void Settle(ReadOnlySpan<double> losses, ReadOnlySpan<double> counts, Span<double> lnWealth)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            SettleAtOnce(losses, counts, lnWealth);
            return;
        }

        var (sizes, moreSizes) = (Vector256.Create(_sizes), Vector256.Create(_sizes[Half..]));
        var (wealth, moreWealth) = (Vector256.Create<double>(lnWealth), Vector256.Create<double>(lnWealth[Half..]));
        for (var cell = 0; cell < losses.Length; cell++)
        {
            if (counts[cell] > 0)
            {
                var (gain, count) = (Vector256.Create(atZero + (slope * losses[cell])), Vector256.Create(counts[cell]));
                wealth += count * Logarithm.Of((sizes * gain) + Vector256<double>.One);
                moreWealth += count * Logarithm.Of((moreSizes * gain) + Vector256<double>.One);
            }
        }

        wealth.CopyTo(lnWealth);
        moreWealth.CopyTo(lnWealth[Half..]);
    }

    private void SettleAtOnce(ReadOnlySpan<double> losses, ReadOnlySpan<double> counts, Span<double> lnWealth)
    {
        var sizes = Vector512.Create(_sizes);
        var wealth = Vector512.Create<double>(lnWealth);
        for (var cell = 0; cell < losses.Length; cell++)
        {
            if (counts[cell] > 0)
            {
                var gains = sizes * Vector512.Create(atZero + (slope * losses[cell]));
                wealth += Vector512.Create(counts[cell]) * Logarithm.Of(gains + Vector512<double>.One);
            }
        }

        wealth.CopyTo(lnWealth);
    }
}
