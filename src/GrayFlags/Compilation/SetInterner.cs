using GrayFlags.Bucketing;

namespace GrayFlags.Compilation;

/// <summary>Gives equal lists one set, so that ten thousand flags with the same countries hold them once, in whatever order they are written.</summary>
internal sealed class SetInterner<TSet>(Func<IReadOnlyCollection<string>, TSet> create, StringComparer comparer)
    where TSet : class
{
    private const int MaxInserted = 8;

    private readonly Dictionary<IReadOnlyList<string>, TSet> _sets = new(new SameEntries(comparer));

    public TSet Get(IReadOnlyList<string> list)
    {
        if (_sets.TryGetValue(list, out var set))
        {
            return set;
        }

        var sorted = Sorted(list);
        if (sorted.Length == list.Count)
        {
            set = create(sorted);
        }
        else if (!_sets.TryGetValue(sorted, out set))
        {
            set = create(sorted);
            _sets.Add(sorted, set);
        }

        _sets.Add(list, set);
        return set;
    }

    // Each once, in order. Most lists are too short to be worth a hash set and a sort.
    private string[] Sorted(IReadOnlyList<string> list)
    {
        if (list.Count > MaxInserted)
        {
            return [.. list.Distinct(comparer).Order(comparer)];
        }

        var sorted = new string[list.Count];
        var count = 0;
        for (var next = 0; next < list.Count; next++)
        {
            var place = count;
            while (place > 0 && comparer.Compare(sorted[place - 1], list[next]) > 0)
            {
                place--;
            }

            if (place == 0 || !comparer.Equals(sorted[place - 1], list[next]))
            {
                sorted.AsSpan(place, count++ - place).CopyTo(sorted.AsSpan(place + 1));
                sorted[place] = list[next];
            }
        }

        return sorted[..count];
    }

    /// <summary>Compares lists of the same entries, each as often, as equal.</summary>
    private sealed class SameEntries(StringComparer comparer) : IEqualityComparer<IReadOnlyList<string>>
    {
        // Copies are usually written alike: only the others are sorted.
        public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y)
        {
            if (x!.Count != y!.Count)
            {
                return false;
            }

            for (var index = 0; index < x.Count; index++)
            {
                if (!comparer.Equals(x[index], y[index]))
                {
                    return x.Order(comparer).SequenceEqual(y.Order(comparer), comparer);
                }
            }

            return true;
        }

        // A sum does not know in which order it was taken; each hash is spread first, so that sums do not meet by chance.
        public int GetHashCode(IReadOnlyList<string> list)
        {
            var sum = (ulong)list.Count;
            for (var index = 0; index < list.Count; index++)
            {
                sum += (ulong)(uint)comparer.GetHashCode(list[index]) * GoldenRatio.Fraction;
            }

            return (int)(sum >> 32);
        }
    }
}
