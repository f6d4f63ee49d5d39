using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GrayFlags.Bucketing;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The units that were seen, in 1 to 16 KB by default for any number of units. Thread-safe; takes a lock only while it grows.</summary>
/// <remarks>
/// A Bloom filter (B. H. Bloom, CACM 13, 1970) with two bits in one word, so that one access answers, and exactly one of two racing threads is first. It has
/// false positives: it takes some new units for known ones, 1 % at 6,000 units. They affect both arms alike, so evidence is delayed but not biased. A unit that
/// is added while the filter grows may count twice.
/// </remarks>
internal sealed class UnitFilter(int fewest = UnitFilter.FewestWords, int most = UnitFilter.MostWords)
{
    /// <summary>The default initial number of words: 1 KB.</summary>
    public const int FewestWords = 128;

    /// <summary>The default maximum number of words: 16 KB.</summary>
    public const int MostWords = 2_048;

    private const int UnitsPerWord = 2;
    private const int BitShift = 6;
    private const int WordShift = 32;

    private readonly object _growing = new();
    private volatile ulong[] _words = new ulong[fewest];
    private int _units;

    /// <summary>Adds a unit.</summary>
    /// <param name="unit">The hash of the unit.</param>
    /// <param name="purpose">The purpose; a unit is added for each purpose separately.</param>
    /// <returns>True when it is new.</returns>
    public bool Add(ulong unit, ulong purpose)
    {
        var hash = MurmurHash3.Mix64(unit ^ purpose);
        var bits = (1UL << (int)hash) | (1UL << (int)(hash >> BitShift));
        var words = _words;
        ref var word = ref words[(int)(hash >> WordShift) & (words.Length - 1)];

        // Most units are known already: a read does not invalidate the cache line of other processors.
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

    /// <summary>Returns the filter as bytes for a store.</summary>
    public byte[] Save()
    {
        byte[] head = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(head, Volatile.Read(ref _units));
        return [.. head, .. MemoryMarshal.AsBytes<ulong>(_words)];
    }

    /// <summary>Adds saved units to those present.</summary>
    /// <returns>False, with nothing changed, when the bytes are not of this format.</returns>
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

    // A unit's bits may belong in either half: both get them, so that no unit is new again.
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
