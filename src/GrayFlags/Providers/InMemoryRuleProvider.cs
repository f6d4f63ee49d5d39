using System.Collections.Concurrent;
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

    /// <summary>Sets the document from JSON text, or throws and leaves everything as it was.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="GrayDocumentException">
    /// The text is not a good document, or a running evaluator refuses it beside the documents of its other providers. The last good one keeps serving.
    /// </exception>
    public void SetJson(string json)
    {
        var read = Read(json);
        if (read.Document is null)
        {
            throw new GrayDocumentException(read.Problems);
        }

        var problems = new ConcurrentQueue<DocumentProblem>();
        var load = LoadResult.From(read, null).WithRefused(refused => Array.ForEach([.. refused], problems.Enqueue));
        var before = Exchange(load, null);
        if (!problems.IsEmpty)
        {
            Exchange(before, load);
            throw new GrayDocumentException([.. problems]);
        }
    }

    /// <summary>Sets the document from JSON text, good or bad, to see what the program does then.</summary>
    /// <param name="json">The text. One with problems is refused, and the last good one keeps serving: the problems are in the status and in the log.</param>
    /// <returns>False when the text is not a good document, or when a running evaluator refuses it beside those of its other providers.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    public bool TrySetJson(string json)
    {
        var read = Read(json);
        var isRefused = read.Document is null;
        Set(LoadResult.From(read, null).WithRefused(_ => Volatile.Write(ref isRefused, true)));
        return !Volatile.Read(ref isRefused);
    }

    /// <summary>Sets the outcome of the next loads, for example <see cref="LoadResult.Unavailable"/> to see what the program does then.</summary>
    /// <param name="load">The outcome.</param>
    public void Set(LoadResult load)
    {
        ArgumentNullException.ThrowIfNull(load);

        Exchange(load, null);
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

    private DocumentReadResult Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);

        return DocumentReader.Read(json, new DocumentReaderOptions { Source = Name });
    }

    // Returns the outcome that was set before; changes nothing when another one than expected is set.
    private LoadResult Exchange(LoadResult load, LoadResult? expected)
    {
        LoadResult before;
        Action? changed;
        lock (_gate)
        {
            before = _load;
            if (expected is not null && !ReferenceEquals(before, expected))
            {
                return before;
            }

            _load = load;
            changed = _changed;
        }

        changed?.Invoke();
        return before;
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
