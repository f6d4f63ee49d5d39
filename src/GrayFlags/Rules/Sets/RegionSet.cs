using System.Numerics;
using System.Runtime.CompilerServices;
using GrayFlags.Bucketing;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Sets;

/// <summary>A frozen set of region codes that covers each code and everything below it: <c>CN</c> covers <c>CN-GD-SZ</c>, not <c>CNX</c>.</summary>
/// <remarks>
/// One pass over the context's region: the key grows character by character, and the set is asked at every level's end, of the first sixteen. A level is
/// compared with one text at most, whatever codes a document has: those that share a hash with another one, which does not come about by chance, are in a table
/// whose hash is seeded.
/// </remarks>
internal sealed class RegionSet
{
    /// <summary>The maximum number of levels of a code; further levels of a context's region are ignored.</summary>
    public const int MaxLevels = 16;

    private const char Separator = '-';

    // Codes of up to eight ASCII characters are their own keys, so that no text is compared for them.
    private const int MaxExact = sizeof(ulong);

    // At a load of one half, longer probes do not occur by chance.
    private const int MaxProbes = 64;

    private readonly string?[] _codes;
    private readonly ulong[] _keys;
    private readonly int _shift;
    private readonly int _longest;
    private readonly SeededCodes? _crafted;
    private readonly string _shown;

    public RegionSet(IReadOnlyCollection<string> codes)
    {
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, codes.Count * 2));
        _shift = 64 - BitOperations.Log2(size);
        _codes = new string?[size];
        _keys = new ulong[size];
        _shown = codes.Count == 0 ? "no region" : LogSafeText.Names(codes);
        var crafted = new List<string>();
        foreach (var code in codes)
        {
            _longest = Math.Max(_longest, code.Length);
            if (!TryAdd(code))
            {
                crafted.Add(code);
            }
        }

        _crafted = crafted.Count == 0 ? null : new SeededCodes(crafted);
    }

    /// <summary>The maximum number of texts that one level of a region is compared with.</summary>
    internal int MaxCompared => _codes.Zip(_keys)
        .Where(entry => entry.First is not null && (entry.Second & (1UL << 63)) != 0)
        .GroupBy(entry => entry.Second)
        .Select(group => group.Count())
        .DefaultIfEmpty(0)
        .Max()
        + (_crafted?.MaxCompared ?? 0);

    public bool Covers(string region)
    {
        var key = default(Key);
        var levels = 0;
        for (var index = 0; index < region.Length; index++)
        {
            if (region[index] == Separator)
            {
                if (Contains(region.AsSpan(0, index), key))
                {
                    return true;
                }

                if (++levels == MaxLevels)
                {
                    return false;
                }
            }

            // No code is longer, whatever a context calls its region.
            if (index == _longest)
            {
                return false;
            }

            key = key.With(region[index], index);
        }

        return Contains(region, key);
    }

    public override string ToString() => _shown;

    // No code is empty, so 0 marks a free slot.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Contains(ReadOnlySpan<char> code, Key key)
    {
        var keys = _keys;
        var first = Slot(key);
        for (var probe = 0; probe <= MaxProbes; probe++)
        {
            var slot = (first + probe) & (keys.Length - 1);
            if (keys[slot] == 0)
            {
                break;
            }

            if (keys[slot] == key.Value && (!key.IsHash || code.Equals(_codes[slot], StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return _crafted is not null && _crafted.Contains(code);
    }

    private bool TryAdd(string code)
    {
        var key = default(Key);
        for (var index = 0; index < code.Length; index++)
        {
            key = key.With(code[index], index);
        }

        if (Contains(code, key))
        {
            return true;
        }

        var first = Slot(key);
        for (var probe = 0; probe <= MaxProbes; probe++)
        {
            var slot = (first + probe) & (_keys.Length - 1);
            if (key.IsHash && _keys[slot] == key.Value)
            {
                return false;
            }

            if (_keys[slot] == 0)
            {
                _codes[slot] = code;
                _keys[slot] = key.Value;
                return true;
            }
        }

        return false;
    }

    private int Slot(Key key) => (int)((key.Value * GoldenRatio.Fraction) >> _shift);

    /// <param name="Value">The folded characters side by side; a hash of all from the first one on that does not fit.</param>
    /// <param name="IsHash">Whether it is a hash, which has the highest bit set, as no ASCII character has.</param>
    private readonly record struct Key(ulong Value, bool IsHash)
    {
        private const ulong HashMark = 1UL << 63;

        // The character 0 does not fit either: before others it would not show.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Key With(char character, int index) => index < MaxExact && character - 1u < 127 && !IsHash
            ? new((Value << 8) | Fold(character), false)
            : new(((Value ^ char.ToUpperInvariant(character)) * GoldenRatio.Fraction) | HashMark, true);

        // Without a branch: letters and digits follow each other in no order that could be foretold.
        private static uint Fold(uint character)
        {
            var outside = (int)((character - 'a') | ('z' - character)) >> 31;
            return character - (0x20 & ~(uint)outside);
        }
    }
}
