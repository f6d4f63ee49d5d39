namespace GrayFlags.Snapshots.Persistence;

/// <summary>Saves off the caller's thread, one change at a time; of several changes of one name the latest wins. Thread-safe.</summary>
/// <remarks>
/// A change that could not be saved (the disk is full, another process is saving) is retried with the next one, after at most <see cref="RetryAfter"/>:
/// otherwise the document of a source that never changes again would never be saved.
/// </remarks>
internal sealed class SaveQueue : IDisposable
{
    /// <summary>The maximum number of waiting names; beyond it, the least recently changed one is dropped.</summary>
    public const int MaxWaiting = 64;

    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly StateFolder _folder;
    private readonly TimeProvider _clock;
    private readonly ITimer _retry;
    private readonly List<SavedChange> _waiting = [];
    private readonly List<SavedChange> _failed = [];
    private TaskCompletionSource? _running;
    private SavedChange? _applying;
    private bool _isDisposed;

    public SaveQueue(StateFolder folder, TimeProvider clock)
    {
        _folder = folder;
        _clock = clock;
        _retry = clock.CreateTimer(static queue => ((SaveQueue)queue!).Retry(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number of changes not yet on disk, except the one being saved.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _isDisposed ? 0 : _waiting.Count + _failed.Count;
            }
        }
    }

    /// <summary>A task that completes when every change posted so far is saved, or has failed.</summary>
    public Task Idle
    {
        get
        {
            lock (_gate)
            {
                return _running?.Task ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>True when the latest change of every such name is on disk.</summary>
    public bool HasSaved(Predicate<string> isMeant)
    {
        lock (_gate)
        {
            return !_waiting.Concat(_failed).Any(change => isMeant(change.Name)) && !(_applying is { } applying && isMeant(applying.Name));
        }
    }

    /// <summary>Retries failed saves soon.</summary>
    public void Retry()
    {
        lock (_gate)
        {
            StartNeedsLock();
        }
    }

    /// <summary>Queues a save. The payload must not change any more.</summary>
    public void Save(string name, SavedHeader header, ReadOnlyMemory<byte> payload) => Save(name, header, () => payload);

    /// <summary>Queues a save.</summary>
    /// <param name="name">The name.</param>
    /// <param name="header">The payload's metadata.</param>
    /// <param name="payload">Creates the payload, on another thread.</param>
    /// <param name="isKept">True when the change is never dropped from a full queue.</param>
    public void Save(string name, SavedHeader header, Func<ReadOnlyMemory<byte>> payload, bool isKept = false) =>
        Post(new SavedChange(name, header, payload, isKept));

    /// <summary>Queues a deletion.</summary>
    public void Delete(string name) => Post(new SavedChange(name, null, static () => default));

    /// <summary>Waits until every posted change is saved, and retries failures once. Returns false when something is not on disk.</summary>
    public bool Flush(TimeSpan timeout)
    {
        Task running;
        lock (_gate)
        {
            StartNeedsLock();
            running = _running?.Task ?? Task.CompletedTask;
        }

        // A disk that hangs must not delay the end of the program.
        running.WaitAsync(timeout, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        return running.IsCompleted && Waiting == 0;
    }

    /// <summary>Stops accepting changes. A save in progress completes; flush first for the rest.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            // A waiting caller learns that the rest was not saved.
            _isDisposed = true;
            _failed.AddRange(_waiting);
            _waiting.Clear();
            _retry.Dispose();
        }
    }

    private void Post(SavedChange change)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            RemoveNeedsLock(change.Name);
            _waiting.Add(change);
            StartNeedsLock();
        }
    }

    // Failed changes go first, being older.
    private void StartNeedsLock()
    {
        if (_isDisposed)
        {
            return;
        }

        _waiting.InsertRange(0, _failed);
        _failed.Clear();
        while (_waiting.Count > MaxWaiting)
        {
            var dropped = Math.Max(_waiting.FindIndex(static change => !change.IsKept), 0);
            _folder.Failures.Failed(SavedFailure.Dropped, _waiting[dropped].Name, "");
            _waiting.RemoveAt(dropped);
        }

        if (_running is null && _waiting.Count > 0)
        {
            _running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Run(), this, preferLocal: false);
        }
    }

    private void Run()
    {
        while (Take() is { } change)
        {
            Applied(change, change.TryApply(_folder));
        }
    }

    private SavedChange? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
            {
                _applying = _waiting[0];
                _waiting.RemoveAt(0);
                return _applying;
            }

            if (_failed.Count == 0)
            {
                _folder.Failures.Succeeded(SavedFailure.Dropped);
            }
            else if (!_isDisposed)
            {
                _retry.Change(RetryAfter, Timeout.InfiniteTimeSpan);
            }

            _running?.SetResult();
            _running = null;
            return null;
        }
    }

    private void Applied(SavedChange change, bool isSaved)
    {
        lock (_gate)
        {
            _applying = null;
            if (!isSaved && !_waiting.Exists(newer => newer.Name == change.Name))
            {
                _failed.Add(change);
            }
        }
    }

    private void RemoveNeedsLock(string name)
    {
        _waiting.RemoveAll(older => older.Name == name);
        _failed.RemoveAll(older => older.Name == name);
    }
}
