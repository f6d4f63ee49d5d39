using GrayFlags.Rollouts.Guards.Bets;

namespace GrayFlags.Rollouts.Guards;

/// <summary>
/// Units' first outcomes in the attempt, gathered for some seconds: the interval of the difference is renewed with them, and need not be at each tick.
/// </summary>
internal sealed class FirstOutcomes(int cells)
{
    // In watched seconds.
    private const double Period = 10;

    private readonly List<(int Size, double[] Counts)> _shares = [];
    private double _mean;
    private double _since;

    public DifferenceInterval Interval { get; } = new();

    /// <summary>Gathers those of one share and arm.</summary>
    public void Add(int size, bool isCanary, ReadOnlySpan<double> counts)
    {
        if (counts.IndexOfAnyExcept(0) < 0)
        {
            return;
        }

        var found = _shares.FindIndex(share => share.Size == size);
        if (found < 0)
        {
            found = _shares.Count;
            _shares.Add((size, new double[2 * cells]));
        }

        var to = _shares[found].Counts.AsSpan(isCanary ? cells : 0, cells);
        for (var cell = 0; cell < cells; cell++)
        {
            to[cell] += counts[cell];
        }
    }

    /// <summary>Bets on them when it is time, with the mean that was known when the first of them came.</summary>
    /// <param name="watched">For how many seconds the attempt was watched.</param>
    /// <param name="losses">The loss of each cell.</param>
    /// <param name="mean">The mean loss by now.</param>
    public void Settle(double watched, ReadOnlySpan<double> losses, double mean)
    {
        if (watched - _since < Period)
        {
            return;
        }

        foreach (var (size, counts) in _shares)
        {
            Interval.Bet(size, isCanary: false, losses, counts.AsSpan(0, cells), _mean);
            Interval.Bet(size, isCanary: true, losses, counts.AsSpan(cells), _mean);
        }

        Interval.Settle();
        _shares.Clear();
        (_mean, _since) = (mean, watched);
    }
}
