namespace GrayFlags.Rules;

/// <summary>Gives equal lists one set, so that ten thousand flags with the same countries hold them once.</summary>
/// <remarks>Looks for the same list first, since copies are usually written alike, and only then for the same set in another order.</remarks>
internal sealed class SetPool<TSet>(Func<IReadOnlyCollection<string>, TSet> create, StringComparer comparer)
    where TSet : class
{
    private readonly Dictionary<IReadOnlyList<string>, TSet> _byList = new(new SequenceComparer(comparer));
    private readonly Dictionary<IReadOnlyList<string>, TSet> _bySet = new(new SequenceComparer(comparer));

    public TSet Get(IReadOnlyList<string> list)
    {
        if (_byList.TryGetValue(list, out var set))
        {
            return set;
        }

        var sorted = list.Distinct(comparer).Order(comparer).ToArray();
        if (!_bySet.TryGetValue(sorted, out set))
        {
            set = create(sorted);
            _bySet.Add(sorted, set);
        }

        _byList.Add(list, set);
        return set;
    }

    private sealed class SequenceComparer(StringComparer comparer) : IEqualityComparer<IReadOnlyList<string>>
    {
        public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) => ReferenceEquals(x, y) || x!.SequenceEqual(y!, comparer);

        public int GetHashCode(IReadOnlyList<string> list)
        {
            var hash = default(HashCode);
            hash.Add(list.Count);

            // The ends tell lists apart well enough; a long list is not read twice.
            for (var index = 0; index < Math.Min(4, list.Count); index++)
            {
                hash.Add(list[index], comparer);
                hash.Add(list[^(index + 1)], comparer);
            }

            return hash.ToHashCode();
        }
    }
}
