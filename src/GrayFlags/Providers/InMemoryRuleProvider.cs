using GrayFlags.Documents;
using GrayFlags.Documents.Reading;

namespace GrayFlags;

/// <summary>A provider whose document is set by the program, for tests and for sources of one's own. Safe to use from any thread.</summary>
/// <remarks>What is set is live when the call returns, unless another thread is loading at that moment, which then takes it along.</remarks>
public sealed class InMemoryRuleProvider : IRuleProvider
{
    private readonly object _gate = new();
    private LoadResult _load;
    private Action? _changed;

    /// <summary>Creates a provider that holds a document.</summary>
    /// <param name="document">The document; null for none yet.</param>
    /// <param name="name">The provider's name in the status and in problems.</param>
    public InMemoryRuleProvider(FlagDocument? document = null, string name = "memory")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        Name = name;
        _load = document is null ? LoadResult.Empty() : LoadResult.Loaded(document);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Sets the document.</summary>
    /// <param name="document">
    /// The document; leave it alone afterwards. One with problems is refused, and the last good one keeps serving: see the status.
    /// </param>
    public void Set(FlagDocument document) => Set(LoadResult.Loaded(document));

    /// <summary>Sets the document from JSON text.</summary>
    /// <param name="json">The text. One with problems is refused, and the last good one keeps serving: see the status.</param>
    public void SetJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);

        Set(LoadResult.From(DocumentReader.Read(json, new DocumentReaderOptions { Source = Name }), null));
    }

    /// <summary>Sets the outcome of the next loads, for example <see cref="LoadResult.Unavailable"/> to see what the program does then.</summary>
    /// <param name="load">The outcome.</param>
    public void Set(LoadResult load)
    {
        ArgumentNullException.ThrowIfNull(load);

        Action? changed;
        lock (_gate)
        {
            _load = load;
            changed = _changed;
        }

        changed?.Invoke();
    }

    /// <inheritdoc/>
    public ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_load);
        }
    }

    /// <inheritdoc/>
    public IDisposable Watch(Action changed)
    {
        lock (_gate)
        {
            _changed += changed;
        }

        return new Watcher(this, changed);
    }

    private sealed class Watcher(InMemoryRuleProvider owner, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._changed -= changed;
            }
        }
    }
}
