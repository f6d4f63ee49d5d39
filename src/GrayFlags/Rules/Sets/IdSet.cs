using System.Numerics;
using GrayFlags.Bucketing;

namespace GrayFlags.Rules.Sets;

/// <summary>A frozen set of ids, looked up by the 64-bit hash that the context keeps for its percentages anyway.</summary>
/// <remarks>
/// Open addressing at a load of at most one half. The full hash is compared before the text, so a look-up touches one id's text at most.
/// Ids come from documents, never from callers. A document whose ids were crafted to collide gets a set that is safe from that, and slower.
/// </remarks>
internal sealed class IdSet
{
    // At a load of one half, longer probes do not occur by chance.
    private const int MaxProbes = 128;

    private readonly ulong[] _hashes;
    private readonly string?[] _ids;
    private readonly int _mask;
    private readonly HashSet<string>? _crafted;

    public IdSet(IReadOnlyCollection<string> ids)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, ids.Count * 2));
        _mask = size - 1;
        _hashes = new ulong[size];
        _ids = new string?[size];
        foreach (var id in ids)
        {
            if (!TryAdd(id, TextHash.Of(id)))
            {
                _crafted = new HashSet<string>(ids, StringComparer.Ordinal);
                Count = _crafted.Count;
                return;
            }
        }
    }

    public int Count { get; private set; }

    public bool Contains(string id, ulong hash)
    {
        if (_crafted is not null)
        {
            return _crafted.Contains(id);
        }

        // No further than where one could have been added: ids may be crafted to stand side by side, too.
        for (var probe = 0; probe <= MaxProbes; probe++)
        {
            var slot = ((int)hash + probe) & _mask;
            if (_ids[slot] is not { } candidate)
            {
                return false;
            }

            if (_hashes[slot] == hash && string.Equals(candidate, id, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An id that differs from this one in case only; null when there is none. Looks at every id: for explanations.</summary>
    public string? FindInAnotherCase(string id) => (_crafted as IEnumerable<string?> ?? _ids)
        .FirstOrDefault(candidate => string.Equals(candidate, id, StringComparison.OrdinalIgnoreCase) && candidate != id);

    private bool TryAdd(string id, ulong hash)
    {
        var slot = (int)hash & _mask;
        for (var probes = 0; _ids[slot] is { } taken; slot = (slot + 1) & _mask)
        {
            if (_hashes[slot] == hash && string.Equals(taken, id, StringComparison.Ordinal))
            {
                return true;
            }

            if (++probes > MaxProbes)
            {
                return false;
            }
        }

        _ids[slot] = id;
        _hashes[slot] = hash;
        Count++;
        return true;
    }
}
