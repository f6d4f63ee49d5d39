using GrayFlags.Bucketing;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Which units were met, in 64 KB, however many they are. Thread-safe and without locks.</summary>
/// <remarks>
/// A Bloom filter (B. H. Bloom, CACM 13, 1970) with two bits in one word, so that one access answers and of two threads exactly one is first. It errs on one side: it takes some new units
/// for known ones, 1 % of them at 50,000 units, a third at 500,000. In either arm alike, so evidence comes later and not wrongly.
/// </remarks>
internal sealed class UnitFilter
{
    private const int Words = 8192;
    private const int WordShift = 64 - 13;
    private const int BitShift = 6;

    private readonly ulong[] _words = new ulong[Words];

    /// <summary>Notes a unit.</summary>
    /// <param name="unit">Its hash.</param>
    /// <param name="purpose">What it is noted for; the same unit is noted for each apart.</param>
    /// <returns>Whether it was not known.</returns>
    public bool Add(ulong unit, ulong purpose)
    {
        var hash = MurmurHash3.Mix64(unit ^ purpose);
        var bits = (1UL << (int)hash) | (1UL << (int)(hash >> BitShift));
        ref var word = ref _words[hash >> WordShift];

        // Most units come often: reading does not take the line away from other processors.
        return (Volatile.Read(ref word) & bits) != bits && (Interlocked.Or(ref word, bits) & bits) != bits;
    }

    /// <summary>Forgets all. Units that are noted at that moment may be kept or forgotten.</summary>
    public void Clear() => Array.Clear(_words);
}
