using System.Numerics;

namespace GrayFlags.Rules.Plans;

/// <summary>The units that feedback has excluded from a rollout, by the hashes of their ids. Immutable.</summary>
/// <remarks>Two tables: the newest in a small one, so that one more does not copy all of them.</remarks>
internal sealed class ExcludedUnits
{
    private const int MaxRecent = 64;

    private readonly ulong[] _settled;
    private readonly ulong[] _recent;
    private readonly int _settledCount;

    private ExcludedUnits(ulong[] settled, int settledCount, ulong[] recent)
    {
        _settled = settled;
        _settledCount = settledCount;
        _recent = recent;
    }

    public static ExcludedUnits None { get; } = new([], 0, []);

    public int Count => _settledCount + _recent.Length;

    public bool IsEmpty => Count == 0;

    public static ExcludedUnits Of(IEnumerable<ulong> units)
    {
        var distinct = units.Distinct().ToArray();
        return distinct.Length == 0 ? None : new(Table(distinct), distinct.Length, []);
    }

    public ExcludedUnits With(ulong unit)
    {
        if (Contains(unit))
        {
            return this;
        }

        if (_recent.Length < MaxRecent)
        {
            return new(_settled, _settledCount, [.. _recent, unit]);
        }

        var all = new List<ulong>(Count + 1);
        all.AddRange(_settled.Where(settled => settled != 0));
        all.AddRange(_recent);
        all.Add(unit);
        return new(Table(all), all.Count, []);
    }

    // No id hashes to 0 in practice; one that does cannot be taken out, which is what a free slot means.
    public bool Contains(ulong unit)
    {
        if (_recent.AsSpan().Contains(unit))
        {
            return true;
        }

        var table = _settled;
        if (table.Length == 0 || unit == 0)
        {
            return false;
        }

        // The hashes are as good as random, so they are their own slots.
        for (var slot = (int)unit & (table.Length - 1); table[slot] != 0; slot = (slot + 1) & (table.Length - 1))
        {
            if (table[slot] == unit)
            {
                return true;
            }
        }

        return false;
    }

    private static ulong[] Table(IReadOnlyCollection<ulong> units)
    {
        var table = new ulong[BitOperations.RoundUpToPowerOf2((uint)(units.Count * 2))];
        foreach (var unit in units)
        {
            var slot = (int)unit & (table.Length - 1);
            while (table[slot] != 0)
            {
                slot = (slot + 1) & (table.Length - 1);
            }

            table[slot] = unit;
        }

        return table;
    }
}
