namespace GrayFlags.Rollouts.Guards;

/// <summary>
/// Units by share, and the evidence of a sample ratio mismatch. Assignments under different shares are independent, so their e-values multiply.
/// </summary>
internal sealed class SplitTally
{
    // A ramp passes through many shares; the earlier ones are merged into one number.
    private const int MostShares = 32;

    private readonly List<(int Size, long Canary, long Control, double LnE)> _shares = [];

    private double _older;
    private double _lnE;
    private bool _isChanged;

    /// <summary>The evidence, as of the last <see cref="Settle"/>.</summary>
    public double LnE => _lnE;

    /// <summary>Counts one unit.</summary>
    public void Count(int size, bool isCanary)
    {
        var index = _shares.Count - 1;
        while (index >= 0 && _shares[index].Size != size)
        {
            index--;
        }

        if (index < 0)
        {
            Make(size);
            index = _shares.Count - 1;
        }

        var share = _shares[index];
        _shares[index] = share with { Canary = share.Canary + (isCanary ? 1 : 0), Control = share.Control + (isCanary ? 0 : 1), LnE = double.NaN };
        _isChanged = true;
    }

    /// <summary>Updates the evidence.</summary>
    public void Settle()
    {
        if (!_isChanged)
        {
            return;
        }

        (_isChanged, _lnE) = (false, _older);
        for (var index = 0; index < _shares.Count; index++)
        {
            if (double.IsNaN(_shares[index].LnE))
            {
                _shares[index] = _shares[index] with { LnE = LnEOf(_shares[index]) };
            }

            _lnE += _shares[index].LnE;
        }
    }

    /// <summary>Returns the shares, and the evidence of those that are no longer kept.</summary>
    public (long[][] Shares, double Older) Capture() => ([.. _shares.Select(share => new[] { share.Size, share.Canary, share.Control })], _older);

    public void Restore(long[][] shares, double older)
    {
        _shares.Clear();
        _older = older;
        foreach (var share in shares)
        {
            Make((int)share[0]);
            _shares[^1] = ((int)share[0], share[1], share[2], double.NaN);
        }

        _isChanged = true;
        Settle();
    }

    private static double LnEOf((int Size, long Canary, long Control, double LnE) share) =>
        SampleRatioMismatch.LnE((double)share.Size / Bucketing.Bucket.Count, share.Canary, share.Control);

    private void Make(int size)
    {
        if (_shares.Count == MostShares)
        {
            _older += LnEOf(_shares[0]);
            _shares.RemoveAt(0);
        }

        _shares.Add((size, 0, 0, double.NaN));
    }
}
