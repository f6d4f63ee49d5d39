using System.Numerics;
using GrayFlags.Bucketing;

namespace GrayFlags.Rules;

/// <summary>A frozen set of ids, looked up by the 64-bit hash that the context keeps for its percentages anyway.</summary>
/// <remarks>
/// Open addressing at a load of at most one half. The full hash is compared before the text, so a look-up touches one id's text at most.
/// Ids come from documents, never from callers, so that an unseeded hash gives nobody a way to slow it down.
/// </remarks>
internal sealed class IdSet
{
    private readonly ulong[] _hashes;
    private readonly string?[] _ids;
    private readonly int _mask;

    public IdSet(IReadOnlyCollection<string> ids)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, ids.Count * 2));
        _mask = size - 1;
        _hashes = new ulong[size];
        _ids = new string?[size];
        foreach (var id in ids)
        {
            Add(id, TextHash.Of(id));
        }
    }

    public int Count { get; private set; }

    public bool Contains(string id, ulong hash)
    {
        for (var slot = (int)hash & _mask; _ids[slot] is { } candidate; slot = (slot + 1) & _mask)
        {
            if (_hashes[slot] == hash && string.Equals(candidate, id, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(string id, ulong hash)
    {
        if (Contains(id, hash))
        {
            return;
        }

        var slot = (int)hash & _mask;
        while (_ids[slot] is not null)
        {
            slot = (slot + 1) & _mask;
        }

        _ids[slot] = id;
        _hashes[slot] = hash;
        Count++;
    }
}
