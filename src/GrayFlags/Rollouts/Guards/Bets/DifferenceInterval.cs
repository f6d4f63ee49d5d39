using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GrayFlags.Bucketing;

namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>
/// A 95 % confidence sequence of the difference of the arms' mean losses: it covers the true difference at every look with a probability of at least 95 %.
/// </summary>
/// <remarks>
/// By test inversion (I. Waudby-Smith and A. Ramdas, JRSS-B 86, 2024): for each difference of a grid, bets that the true difference is larger, and bets that it
/// is smaller. A difference is ruled out once the wealth against it has reached 40; the two sides share 5 %. It is based on units' first outcomes in the
/// attempt. Not thread-safe.
/// </remarks>
internal sealed class DifferenceInterval
{
    private const double Risk = 0.025;
    private const int Sides = 2;

    private static readonly double[] Steps = [0, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.2, 0.4];
    private static readonly double[] Differences = [.. Steps.Skip(1).Reverse().Select(step => -step), .. Steps];
    private static readonly double[] Ratios = [1.25, 2, 5];
    private static readonly double Threshold = -Math.Log(Risk);
    private static readonly int Bets = Sides * Differences.Length * Ratios.Length;

    // In vectors that may begin at any bet.
    private static readonly int Room = Bets + Vector256<double>.Count - 1;

    // The log wealth of each bet, by side, difference and ratio; created with the first outcome.
    private double[] _wealth = [];
    private double[] _largest = [];

    // The ends of the interval as indices. Nothing is bet against differences beyond them: whatever would come of it, they are ruled out.
    private int _low = -1;
    private int _high = Differences.Length;

    /// <summary>The ends of the interval; -1 and 1 while nothing is ruled out.</summary>
    public (double Low, double High) Value { get; private set; } = (-1, 1);

    /// <summary>Bets on outcomes under one share, with the knowledge from before them.</summary>
    /// <param name="size">The share, in buckets of 100,000.</param>
    /// <param name="isCanary">The arm.</param>
    /// <param name="losses">The loss of each cell.</param>
    /// <param name="counts">The number of outcomes in each cell.</param>
    /// <param name="mean">The mean loss before them.</param>
    public void Bet(int size, bool isCanary, ReadOnlySpan<double> losses, ReadOnlySpan<double> counts, double mean)
    {
        var share = (double)size / Bucket.Count;
        if (share is <= 0 or >= 1 || counts.IndexOfAnyExcept(0) < 0)
        {
            return;
        }

        Make();
        Span<double> atZero = stackalloc double[Room];
        Span<double> slopes = stackalloc double[Room];
        var (first, end) = (PlaceOf(0, _low + 1), PlaceOf(1, _high));
        atZero[first..].Clear();
        slopes[first..].Clear();
        for (var index = _low + 1; index < Differences.Length; index++)
        {
            Stake(share, isCanary, mean, Differences[index], atZero[PlaceOf(0, index)..], slopes[PlaceOf(0, index)..]);
        }

        for (var index = 0; index < _high; index++)
        {
            Stake(1 - share, !isCanary, mean, -Differences[index], atZero[PlaceOf(1, index)..], slopes[PlaceOf(1, index)..]);
        }

        for (var at = first; at < end; at += Vector256<double>.Count)
        {
            var (constant, slope) = (Vector256.Create<double>(atZero[at..]) + Vector256<double>.One, Vector256.Create<double>(slopes[at..]));
            var wealth = Vector256.Create(_wealth, at);
            for (var cell = 0; cell < counts.Length; cell++)
            {
                if (counts[cell] > 0)
                {
                    wealth += Vector256.Create(counts[cell]) * Logarithm.Of(constant + (slope * Vector256.Create(losses[cell])));
                }
            }

            wealth.CopyTo(_wealth, at);
        }
    }

    /// <summary>Updates the interval.</summary>
    public void Settle()
    {
        if (_wealth.Length == 0)
        {
            return;
        }

        var (low, high) = (_low, _high);
        for (var index = low + 1; index < Differences.Length; index++)
        {
            _low = IsRuledOut(0, index) ? index : _low;
        }

        for (var index = high - 1; index >= 0; index--)
        {
            _high = IsRuledOut(1, index) ? index : _high;
        }

        var least = _low < 0 ? -1 : Differences[_low];
        Value = (least, Math.Max(least, _high < Differences.Length ? Differences[_high] : 1));
    }

    public byte[] Save() => [.. MemoryMarshal.AsBytes<double>(_wealth.AsSpan(0, Math.Min(_wealth.Length, Bets))), .. MemoryMarshal.AsBytes<double>(_largest)];

    /// <summary>Continues from saved bytes; changes nothing when they are not of this format.</summary>
    public void Load(ReadOnlySpan<byte> saved)
    {
        var numbers = MemoryMarshal.Cast<byte, double>(saved);
        if (numbers.Length != Bets + (Sides * Differences.Length))
        {
            return;
        }

        Make();
        numbers[..Bets].CopyTo(_wealth);
        numbers[Bets..].CopyTo(_largest);
        (_low, _high) = (-1, Differences.Length);
        Settle();
    }

    // "The first arm is worse than the second by at most this much"; isFirst says whether the outcome is of the first.
    private static void Stake(double share, bool isFirst, double mean, double difference, Span<double> atZero, Span<double> slopes)
    {
        var contrast = Contrast.Of(share, isFirst, mean, 0);
        var worst = Math.Max(mean / share, (1 - mean) / (1 - share)) + difference;
        for (var bet = 0; bet < Ratios.Length; bet++)
        {
            var odds = (Ratios[bet] - 1) * share;
            var size = odds / (1 + odds) / worst;
            (atZero[bet], slopes[bet]) = (size * (contrast.AtZero - difference), size * contrast.Slope);
        }
    }

    private static int PlaceOf(int side, int index) => ((side * Differences.Length) + index) * Ratios.Length;

    private bool IsRuledOut(int side, int index)
    {
        ref var largest = ref _largest[(side * Differences.Length) + index];
        var wealth = _wealth.AsSpan(PlaceOf(side, index), Ratios.Length);

        // The mean is no larger than the best bet's.
        if (Math.Max(wealth[0], Math.Max(wealth[1], wealth[2])) > largest)
        {
            largest = Math.Max(largest, LogSum.OfMean(wealth));
        }

        return largest >= Threshold;
    }

    private void Make()
    {
        if (_wealth.Length == 0)
        {
            _wealth = new double[Room];
            _largest = new double[Sides * Differences.Length];
        }
    }
}
