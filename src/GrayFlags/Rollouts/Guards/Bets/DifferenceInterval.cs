using System.Runtime.InteropServices;
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

    // The log wealth of each bet, by side, difference and ratio; created with the first outcome.
    private double[] _wealth = [];
    private double[] _largest = [];

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
        for (var index = 0; index < Differences.Length; index++)
        {
            for (var cell = 0; cell < counts.Length; cell++)
            {
                if (counts[cell] > 0)
                {
                    Bet(WealthOf(0, index), share, isCanary, losses[cell], mean, Differences[index], counts[cell]);
                    Bet(WealthOf(1, index), 1 - share, !isCanary, losses[cell], mean, -Differences[index], counts[cell]);
                }
            }
        }
    }

    /// <summary>Updates the interval.</summary>
    public void Settle()
    {
        if (_wealth.Length == 0)
        {
            return;
        }

        var (low, high) = (-1.0, 1.0);
        for (var index = 0; index < Differences.Length; index++)
        {
            low = Largest(0, index) >= Threshold ? Math.Max(low, Differences[index]) : low;
            high = Largest(1, index) >= Threshold ? Math.Min(high, Differences[index]) : high;
        }

        Value = (low, Math.Max(low, high));
    }

    public byte[] Save() => [.. MemoryMarshal.AsBytes<double>(_wealth), .. MemoryMarshal.AsBytes<double>(_largest)];

    /// <summary>Continues from saved bytes; changes nothing when they are not of this format.</summary>
    public void Load(ReadOnlySpan<byte> saved)
    {
        var numbers = MemoryMarshal.Cast<byte, double>(saved);
        if (numbers.Length != Sides * Differences.Length * (Ratios.Length + 1))
        {
            return;
        }

        Make();
        numbers[.._wealth.Length].CopyTo(_wealth);
        numbers[_wealth.Length..].CopyTo(_largest);
        Settle();
    }

    // "The first arm is worse than the second by at most this much"; isFirst says whether the outcome is of the first.
    private static void Bet(Span<double> wealth, double share, bool isFirst, double loss, double mean, double difference, double count)
    {
        var gain = Contrast.Of(share, isFirst, loss, mean, 0) - difference;
        var worst = Math.Max(mean / share, (1 - mean) / (1 - share)) + difference;
        for (var bet = 0; bet < Ratios.Length; bet++)
        {
            var odds = (Ratios[bet] - 1) * share;
            wealth[bet] += count * Math.Log(1 + (odds / (1 + odds) * gain / worst));
        }
    }

    private Span<double> WealthOf(int side, int index) => _wealth.AsSpan(((side * Differences.Length) + index) * Ratios.Length, Ratios.Length);

    private double Largest(int side, int index)
    {
        ref var largest = ref _largest[(side * Differences.Length) + index];
        return largest = Math.Max(largest, LogSum.OfMean(WealthOf(side, index)));
    }

    private void Make()
    {
        if (_wealth.Length == 0)
        {
            _wealth = new double[Sides * Differences.Length * Ratios.Length];
            _largest = new double[Sides * Differences.Length];
        }
    }
}
