using System.Runtime.InteropServices;
using GrayFlags.Bucketing;

namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>
/// A 95 % confidence sequence of the difference of the arms' mean losses: whenever one looks, and however often, it holds the truth with a chance of at least 95
/// %.
/// </summary>
/// <remarks>
/// By inverting tests (I. Waudby-Smith and A. Ramdas, JRSS-B 86, 2024): for each of some differences, bets that the canary is worse than the control by more
/// than that, and bets that it is better. A difference is ruled out when the bets against it have ever reached 40; the two sides share 5 %. On first outcomes
/// of units in the attempt, so it is in rates of calls. Not thread-safe.
/// </remarks>
internal sealed class DifferenceInterval
{
    private const double Risk = 0.025;
    private const int Sides = 2;

    private static readonly double[] Steps = [0, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.2, 0.4];
    private static readonly double[] Differences = [.. Steps.Skip(1).Reverse().Select(step => -step), .. Steps];
    private static readonly double[] Ratios = [1.25, 2, 5];
    private static readonly double Threshold = -Math.Log(Risk);

    // The logarithms of the wealth of each bet, by side, difference and ratio; made when there is something to bet on.
    private double[] _wealth = [];
    private double[] _largest = [];

    /// <summary>From which difference to which; -1 and 1 where nothing is ruled out.</summary>
    public (double Low, double High) Value { get; private set; } = (-1, 1);

    /// <summary>Bets on outcomes under one share, all of them with what was known before.</summary>
    /// <param name="size">The share, in buckets of 100,000.</param>
    /// <param name="isCanary">The arm.</param>
    /// <param name="losses">The loss of each cell.</param>
    /// <param name="counts">How many outcomes each cell has.</param>
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

    /// <summary>Renews the interval.</summary>
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

    /// <summary>Goes on from what was saved; nothing is changed where it is none of ours.</summary>
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

    // "The first is worse than the second by at most so much", where the first is what isFirst says.
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
