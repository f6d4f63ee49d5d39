using System.Runtime.Intrinsics;
using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The outcomes of one guard since the last tick, by share, freshness, arm and loss. Shares vary, but few occur in one tick.</summary>
internal sealed class GuardCells(int cells)
{
    private readonly List<Share> _shares = [];
    private int _used;

    public ReadOnlySpan<Share> Shares => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_shares)[.._used];

    public Share Of(int size)
    {
        for (var index = 0; index < _used; index++)
        {
            if (_shares[index].Size == size)
            {
                return _shares[index];
            }
        }

        if (_used == _shares.Count)
        {
            _shares.Add(new Share(cells));
        }

        var share = _shares[_used++];
        share.Size = size;
        return share;
    }

    public void Clear()
    {
        foreach (var share in Shares)
        {
            share.Clear();
        }

        _used = 0;
    }

    /// <summary>The outcomes under one share.</summary>
    internal sealed class Share(int cells)
    {
        private readonly double[] _counts = new double[EpochStamp.Count * 2 * cells];
        private readonly double[] _stage = new double[2 * cells];
        private readonly double[] _first = new double[2 * cells];
        private readonly double[] _calls = new double[2];

        /// <summary>The share, in buckets of 100,000.</summary>
        public int Size { get; set; }

        /// <summary>The outcomes of one freshness and arm; after <see cref="Accumulate"/>, of at least that freshness.</summary>
        public Span<double> At(int freshness, bool isCanary) => _counts.AsSpan(((freshness * 2) + (isCanary ? 1 : 0)) * cells, cells);

        /// <summary>The first outcomes of units since the stage began.</summary>
        public Span<double> InStage(bool isCanary) => _stage.AsSpan(isCanary ? cells : 0, cells);

        /// <summary>The first outcomes of units in the attempt.</summary>
        public Span<double> First(bool isCanary) => _first.AsSpan(isCanary ? cells : 0, cells);

        /// <summary>The calls of an arm, including repeated ones.</summary>
        public ref double Calls(bool isCanary) => ref _calls[isCanary ? 1 : 0];

        /// <summary>Adds the fresher outcomes to each freshness: a level bets on all that is fresh to it.</summary>
        public void Accumulate()
        {
            // There are at least two cells, so a vector is no longer than the stride; and six strides are whole vectors.
            var stride = 2 * cells;
            for (var at = (EpochStamp.Never * stride) - Vector256<double>.Count; at >= stride; at -= Vector256<double>.Count)
            {
                (Vector256.Create(_counts, at) + Vector256.Create(_counts, at + stride)).CopyTo(_counts, at);
            }
        }

        public void Clear()
        {
            Array.Clear(_counts);
            Array.Clear(_stage);
            Array.Clear(_first);
            Array.Clear(_calls);
        }
    }
}
