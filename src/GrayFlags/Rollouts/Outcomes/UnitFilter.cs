using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GrayFlags.Bucketing;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The units that were met, in 1 to 16 KB or as much as is said, however many they are. Thread-safe; takes a lock only while it grows.</summary>
/// <remarks>
/// A Bloom filter (B. H. Bloom, CACM 13, 1970) with two bits in one word, so that one access answers and of two threads exactly one is first. It errs on one side: it takes some new units
/// for known ones, 1 % of them at 6,000 units. In either arm alike, so evidence comes later and not wrongly. While it grows, a unit that is noted at that
/// moment may count once more.
/// </remarks>
internal sealed class UnitFilter(int fewest = UnitFilter.FewestWords, int most = UnitFilter.MostWords)
{
    /// <summary>The number of words that it begins with, where nothing else is said: 1 KB.</summary>
    public const int FewestWords = 128;

    /// <summary>The largest number of words that it has, where nothing else is said: 16 KB.</summary>
    public const int MostWords = 2_048;

    private const int UnitsPerWord = 2;
    private const int BitShift = 6;
    private const int WordShift = 32;

    private readonly object _growing = new();
    private volatile ulong[] _words = new ulong[fewest];
    private int _units;

    /// <summary>Notes a unit.</summary>
    /// <param name="unit">Its hash.</param>
    /// <param name="purpose">What it is noted for; the same unit is noted for each apart.</param>
    /// <returns>Whether it was not known.</returns>
    public bool Add(ulong unit, ulong purpose)
    {
        var hash = MurmurHash3.Mix64(unit ^ purpose);
        var bits = (1UL << (int)hash) | (1UL << (int)(hash >> BitShift));
        var words = _words;
        ref var word = ref words[(int)(hash >> WordShift) & (words.Length - 1)];

        // Most units come often: reading does not take the line away from other processors.
        if ((Volatile.Read(ref word) & bits) == bits || (Interlocked.Or(ref word, bits) & bits) == bits)
        {
            return false;
        }

        if (Interlocked.Increment(ref _units) > words.Length * UnitsPerWord && words.Length < most)
        {
            Grow(words);
        }

        return true;
    }

    /// <summary>All of it, as bytes for a store.</summary>
    public byte[] Save()
    {
        byte[] head = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(head, Volatile.Read(ref _units));
        return [.. head, .. MemoryMarshal.AsBytes<ulong>(_words)];
    }

    /// <summary>Adds what was saved to what is known.</summary>
    /// <returns>False, and nothing is changed, where it is none of ours.</returns>
    public bool TryLoad(ReadOnlySpan<byte> saved)
    {
        var count = (saved.Length - sizeof(int)) / sizeof(ulong);
        if (saved.Length != sizeof(int) + (count * sizeof(ulong)) || count is < FewestWords or > MostWords || (count & (count - 1)) != 0)
        {
            return false;
        }

        var units = BinaryPrimitives.ReadInt32LittleEndian(saved);
        var words = MemoryMarshal.Cast<byte, ulong>(saved[sizeof(int)..]);
        lock (_growing)
        {
            var known = _words;
            var all = new ulong[Math.Max(known.Length, count)];
            for (var word = 0; word < all.Length; word++)
            {
                all[word] = known[word & (known.Length - 1)] | words[word & (count - 1)];
            }

            _words = all;
            _units = Math.Max(_units, Math.Clamp(units, 0, int.MaxValue / 2));
        }

        return true;
    }

    // A unit's bits are in one half or the other: both get them, so that none is new again.
    private void Grow(ulong[] from)
    {
        lock (_growing)
        {
            if (ReferenceEquals(from, _words))
            {
                _words = [.. from, .. from];
            }
        }
    }
}
