using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Operators;

namespace GrayFlags.Rules.Sets;

/// <summary>A frozen set of IP networks, found by binary search among ranges that do not overlap.</summary>
/// <remarks>IPv4 addresses live in their mapped place, ::ffff:0:0/96; a network of IPv6 that is wider than that does not hold them.</remarks>
internal sealed class AddressSet
{
    private readonly UInt128[] _first;
    private readonly UInt128[] _last;
    private readonly string _shown;

    public AddressSet(IReadOnlyCollection<string> networks)
    {
        var ranges = new List<(UInt128 First, UInt128 Last)>();
        foreach (var text in networks)
        {
            if (AddressText.TryParseNetwork(text, out var first, out var last))
            {
                ranges.AddRange(AddressText.WithoutMapped(first, last));
            }
        }

        ranges.Sort();
        var merged = new List<(UInt128 First, UInt128 Last)>(ranges.Count);
        foreach (var range in ranges)
        {
            if (merged.Count == 0 || range.First > merged[^1].Last)
            {
                merged.Add(range);
            }
            else if (range.Last > merged[^1].Last)
            {
                merged[^1] = (merged[^1].First, range.Last);
            }
        }

        _first = [.. merged.Select(range => range.First)];
        _last = [.. merged.Select(range => range.Last)];
        _shown = networks.Count == 0 ? "an empty list" : LogSafeText.List(networks);
    }

    public bool Contains(UInt128 address)
    {
        var index = Array.BinarySearch(_first, address);
        if (index < 0)
        {
            // The complement of the first that is larger; the one before it may hold the address.
            index = ~index - 1;
        }

        return index >= 0 && address <= _last[index];
    }

    public override string ToString() => _shown;
}
