using GrayFlags.Rollouts.Guards.Bets;

namespace GrayFlags.Rollouts.Guards;

/// <summary>
/// Units' first outcomes in the attempt, batched over some seconds: the confidence sequence of the difference need not be updated at each tick.
/// </summary>
internal sealed class FirstOutcomes(int cells)
{
    // In monitored seconds.
    private const double Period = 10;

    // Buffers are kept: shares vary, but few occur in one batch.
    private readonly List<Batch> _batches = [];
    private int _used;
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

        var to = Of(size).Of(isCanary);
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

        for (var index = 0; index < _used; index++)
        {
            var batch = _batches[index];
            Interval.Bet(batch.Size, isCanary: false, losses, batch.Of(isCanary: false), _mean);
            Interval.Bet(batch.Size, isCanary: true, losses, batch.Of(isCanary: true), _mean);
            batch.Clear();
        }

        Interval.Settle();
        _used = 0;
        (_mean, _since) = (mean, watched);
    }

    private Batch Of(int size)
    {
        for (var index = 0; index < _used; index++)
        {
            if (_batches[index].Size == size)
            {
                return _batches[index];
            }
        }

        if (_used == _batches.Count)
        {
            _batches.Add(new Batch(cells));
        }

        var batch = _batches[_used++];
        batch.Size = size;
        return batch;
    }

    private sealed class Batch(int cells)
    {
        private readonly double[] _counts = new double[2 * cells];

        public int Size { get; set; }

        public Span<double> Of(bool isCanary) => _counts.AsSpan(isCanary ? cells : 0, cells);

        public void Clear() => Array.Clear(_counts);
    }
}
