using System.Numerics;

namespace GrayFlags.Rules;

/// <summary>A frozen set of region codes that covers each code and everything below it: <c>CN</c> covers <c>CN-GD-SZ</c>, not <c>CNX</c>.</summary>
/// <remarks>One pass over the context's region: the hash grows character by character, and the set is asked at every level's end.</remarks>
internal sealed class RegionSet
{
    // FNV-1a: short codes, no adversary, and it can be extended by one character.
    private const uint Seed = 2166136261;
    private const uint Prime = 16777619;
    private const char Separator = '-';

    private readonly string?[] _codes;
    private readonly uint[] _hashes;
    private readonly int _mask;
    private readonly string _shown;

    public RegionSet(IReadOnlyCollection<string> codes)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, codes.Count * 2));
        _mask = size - 1;
        _codes = new string?[size];
        _hashes = new uint[size];
        _shown = codes.Count == 0 ? "no region" : string.Join(", ", codes.Take(5)) + (codes.Count > 5 ? ", …" : "");
        foreach (var code in codes)
        {
            Add(code);
        }
    }

    public bool Covers(string region)
    {
        var hash = Seed;
        for (var index = 0; index < region.Length; index++)
        {
            if (region[index] == Separator && Contains(region.AsSpan(0, index), hash))
            {
                return true;
            }

            hash = (hash ^ Fold(region[index])) * Prime;
        }

        return Contains(region, hash);
    }

    public override string ToString() => _shown;

    private static char Fold(char character) => char.IsAscii(character)
        ? (char)(character is >= 'a' and <= 'z' ? character & ~0x20 : character)
        : char.ToUpperInvariant(character);

    private bool Contains(ReadOnlySpan<char> code, uint hash)
    {
        for (var slot = Slot(hash); _codes[slot] is { } candidate; slot = (slot + 1) & _mask)
        {
            if (_hashes[slot] == hash && code.Equals(candidate, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(string code)
    {
        var hash = Seed;
        foreach (var character in code)
        {
            hash = (hash ^ Fold(character)) * Prime;
        }

        if (Contains(code, hash))
        {
            return;
        }

        var slot = Slot(hash);
        while (_codes[slot] is not null)
        {
            slot = (slot + 1) & _mask;
        }

        _codes[slot] = code;
        _hashes[slot] = hash;
    }

    // FNV's low bits are weak for short texts: fold the high ones in.
    private int Slot(uint hash) => (int)(hash ^ (hash >> 16)) & _mask;
}
