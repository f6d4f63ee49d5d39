namespace GrayFlags.Rollouts.Guards;

/// <summary>The mean harm of both arms, as of the last tick: <c>m = S / (1 + n)</c>. Bets are placed around it, so it may not know what it is used on.</summary>
internal sealed class RunningMean
{
    private double _pendingSum;
    private double _pendingCount;

    /// <summary>S, the sum of all harms.</summary>
    public double Sum { get; private set; }

    /// <summary>n, how many there were.</summary>
    public double Count { get; private set; }

    /// <summary>m, below 1.</summary>
    public double Value => Sum / (1 + Count);

    public void Add(double harm, double count)
    {
        _pendingSum += harm * count;
        _pendingCount += count;
    }

    /// <summary>Takes in what was added.</summary>
    public void Settle()
    {
        Restore(Sum + _pendingSum, Count + _pendingCount);
        (_pendingSum, _pendingCount) = (0, 0);
    }

    public void Restore(double sum, double count) => (Sum, Count) = (sum, count);
}
