using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace GrayFlags.Documents.Reading;

/// <summary>The entries read from an object that is keyed by name: in the order of the text, names unique ignoring case. Unchanged once filled.</summary>
/// <remarks>Most objects hold one rule or two variants. A dictionary for each took three times the memory, which was most of what reading cost.</remarks>
internal sealed class NamedEntries<T> : IReadOnlyDictionary<string, T>
{
    // So many names are compared faster than one is hashed.
    private const int MaxScanned = 8;

    private KeyValuePair<string, T>[] _entries = [];
    private Dictionary<string, int>? _places;

    public int Count { get; private set; }

    public IEnumerable<string> Keys => _entries.Take(Count).Select(entry => entry.Key);

    public IEnumerable<T> Values => _entries.Take(Count).Select(entry => entry.Value);

    /// <summary>The entries, to be walked without an enumerator on the heap.</summary>
    public ReadOnlySpan<KeyValuePair<string, T>> Span => _entries.AsSpan(0, Count);

    /// <summary>The index of each name, ignoring case; null when there are few entries. To be read only.</summary>
    public Dictionary<string, int>? Places => _places;

    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no '{key}'.");

    public bool ContainsKey(string key) => PlaceOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var place = PlaceOf(key);
        value = place < 0 ? default : _entries[place].Value;
        return place >= 0;
    }

    /// <summary>Takes a name, whose value follows. False when it is taken already.</summary>
    public bool TryAdd(string name)
    {
        if (_places is not null ? !_places.TryAdd(name, Count) : PlaceOf(name) >= 0)
        {
            return false;
        }

        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(1, 2 * Count));
        }

        _entries[Count++] = new(name, default!);
        if (_places is null && Count > MaxScanned)
        {
            Index();
        }

        return true;
    }

    /// <summary>Gives the name that was taken last its value.</summary>
    public void SetLast(T value) => _entries[Count - 1] = new(_entries[Count - 1].Key, value);

    /// <summary>Makes room at once for as many as there will probably be.</summary>
    public void Expect(int count)
    {
        Debug.Assert(count >= Count, "What is there already stays.");

        Array.Resize(ref _entries, count);
        _places?.EnsureCapacity(count);
    }

    public void RemoveAll(IReadOnlyCollection<string> names)
    {
        // There may be as many of them as there are entries.
        var absent = new HashSet<string>(names, StringComparer.Ordinal);
        _entries = [.. _entries.Take(Count).Where(entry => !absent.Contains(entry.Key))];
        Count = _entries.Length;
        if (_places is not null)
        {
            Index();
        }
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _entries.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Index()
    {
        _places = new(Count, StringComparer.OrdinalIgnoreCase);
        for (var place = 0; place < Count; place++)
        {
            _places.Add(_entries[place].Key, place);
        }
    }

    private int PlaceOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        if (_places is not null)
        {
            return _places.TryGetValue(name, out var place) ? place : -1;
        }

        for (var place = 0; place < Count; place++)
        {
            if (string.Equals(_entries[place].Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return place;
            }
        }

        return -1;
    }
}
