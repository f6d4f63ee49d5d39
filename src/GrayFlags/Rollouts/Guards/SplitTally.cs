namespace GrayFlags.Rollouts.Guards;

/// <summary>First exposures of units by share, and the evidence that they are split wrongly. Draws under different shares are independent, so their evidence multiplies.</summary>
internal sealed class SplitTally
{
    // A ramp goes through many shares. Those it left are kept as one number.
    private const int MostShares = 32;

    private readonly List<(int Size, long Canary, long Control, double LnE)> _shares = [];

    private double _older;

    public double LnE
    {
        get
        {
            var sum = _older;
            foreach (var share in _shares)
            {
                sum += share.LnE;
            }

            return sum;
        }
    }

    public void Add(int size, long canary, long control)
    {
        if (canary == 0 && control == 0)
        {
            return;
        }

        var index = _shares.FindIndex(share => share.Size == size);
        if (index >= 0)
        {
            (canary, control) = (canary + _shares[index].Canary, control + _shares[index].Control);
            _shares.RemoveAt(index);
        }
        else if (_shares.Count == MostShares)
        {
            _older += _shares[0].LnE;
            _shares.RemoveAt(0);
        }

        _shares.Add((size, canary, control, SplitMismatch.LnE((double)size / Bucketing.Bucket.Count, canary, control)));
    }

    /// <summary>The shares, and the evidence of those that are not kept.</summary>
    public (long[][] Shares, double Older) Capture() => ([.. _shares.Select(share => new[] { share.Size, share.Canary, share.Control })], _older);

    public void Restore(long[][] shares, double older)
    {
        _shares.Clear();
        _older = older;
        foreach (var share in shares)
        {
            Add((int)share[0], share[1], share[2]);
        }
    }
}
