using GrayFlags.Rollouts.Guards.Bets;

namespace GrayFlags.Rollouts.Guards;

/// <summary>
/// Units' first outcomes in the attempt, batched over some seconds: the confidence sequence of the difference need not be updated at each tick.
/// </summary>
internal sealed class FirstOutcomes(int cells)
{
    // In monitored seconds.
    private const double Period = 10;

    private readonly List<(int Size, double[] Counts)> _shares = [];
    private double _mean;
    private double _since;

    public DifferenceInterval Interval { get; } = new();

    /// <summary>Adds the outcomes of one share and arm.</summary>
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

    /// <summary>Bets on a batch when it is due, with the mean that was known before its first outcome.</summary>
    /// <param name="watched">The monitored time of the attempt, in seconds.</param>
    /// <param name="losses">The loss of each cell.</param>
    /// <param name="mean">The mean loss so far.</param>
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
