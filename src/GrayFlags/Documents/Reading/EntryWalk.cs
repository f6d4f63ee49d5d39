namespace GrayFlags.Documents.Reading;

/// <summary>Walks the entries of a dictionary: what the reader made without an enumerator on the heap, any other as it is.</summary>
internal static class EntryWalk
{
    public static Walker<T> Each<T>(this IReadOnlyDictionary<string, T> entries) => new(entries);

    internal ref struct Walker<T>(IReadOnlyDictionary<string, T> entries)
    {
        private readonly ReadOnlySpan<KeyValuePair<string, T>> _read = entries is NamedEntries<T> read ? read.Span : default;
        private readonly IEnumerator<KeyValuePair<string, T>>? _others = entries is NamedEntries<T> ? null : entries.GetEnumerator();
        private int _next;

        public KeyValuePair<string, T> Current { get; private set; }

        public readonly Walker<T> GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_others is not null)
            {
                var isThere = _others.MoveNext();
                Current = isThere ? _others.Current : default;
                return isThere;
            }

            if (_next == _read.Length)
            {
                return false;
            }

            Current = _read[_next++];
            return true;
        }

        public readonly void Dispose() => _others?.Dispose();
    }
}
