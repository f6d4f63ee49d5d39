using System.Numerics;
using System.Runtime.InteropServices;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The counted outcomes of one stage and share. Counting is thread-safe and takes neither a lock nor memory; one thread at a time drains.</summary>
internal sealed class ShareTally
{
    // Counters of two stripes are a cache line and its neighbour apart.
    private const int Margin = 32;

    private readonly int[][] _stripes = new int[Stripes.Count][];
    private readonly int[] _drained;

    private int _isTouched;

    /// <param name="stage">The stage in which the share applied.</param>
    /// <param name="size">The share, in buckets of 100,000.</param>
    /// <param name="length">How many counters.</param>
    public ShareTally(int stage, int size, int length)
    {
        (Stage, Size, Share) = (stage, size, (double)size / Bucketing.Bucket.Count);
        _drained = new int[length];
        for (var stripe = 0; stripe < _stripes.Length; stripe++)
        {
            _stripes[stripe] = new int[length + (2 * Margin)];
        }
    }

    public int Stage { get; }

    public int Size { get; }

    /// <summary>The chance that a unit is in the canary, 0 to 1.</summary>
    public double Share { get; }

    public void Count(int place)
    {
        Interlocked.Increment(ref _stripes[Stripes.Own][Margin + place]);

        // After the count, so that a drain either sees the count or is told of it.
        if (Volatile.Read(ref _isTouched) == 0)
        {
            Volatile.Write(ref _isTouched, 1);
        }
    }

    /// <summary>What came since the last drain.</summary>
    /// <param name="counts">A place for each counter.</param>
    /// <returns>False when nothing came; the places are not written then.</returns>
    public bool Drain(Span<int> counts)
    {
        if (Volatile.Read(ref _isTouched) == 0)
        {
            return false;
        }

        Interlocked.Exchange(ref _isTouched, 0);
        counts.Clear();
        foreach (var stripe in _stripes)
        {
            Add(counts, stripe.AsSpan(Margin, counts.Length), 1);
        }

        // The difference is right even where the counters have run over.
        Add(counts, _drained, -1);
        Add(_drained, counts, 1);
        return true;
    }

    private static void Add(Span<int> to, ReadOnlySpan<int> counts, int sign)
    {
        var wide = MemoryMarshal.Cast<int, Vector<int>>(to);
        var wideCounts = MemoryMarshal.Cast<int, Vector<int>>(counts);
        for (var index = 0; index < wide.Length; index++)
        {
            wide[index] += wideCounts[index] * sign;
        }

        for (var index = wide.Length * Vector<int>.Count; index < to.Length; index++)
        {
            to[index] += counts[index] * sign;
        }
    }
}
