namespace GrayFlags.Snapshots.Persistence;

/// <summary>Saves off the caller's thread, one at a time; of several changes of one name the latest counts. Thread-safe.</summary>
/// <remarks>
/// A change that could not be saved (the disk is full, another process saves just now) waits for the next one, at most <see cref="RetryAfter"/>:
/// the document of a source that never changes again would otherwise never be saved.
/// </remarks>
internal sealed class SaveQueue : IDisposable
{
    /// <summary>More names than this cannot wait; the one that was changed longest ago is dropped.</summary>
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

    /// <summary>How many changes are not on the disk yet, without the one that is being saved.</summary>
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

    /// <summary>Ends when what was posted up to now is saved, or could not be.</summary>
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

    /// <summary>True when the latest change of every such name is on the disk.</summary>
    public bool HasSaved(Predicate<string> isMeant)
    {
        lock (_gate)
        {
            return !_waiting.Concat(_failed).Any(change => isMeant(change.Name)) && !(_applying is { } applying && isMeant(applying.Name));
        }
    }

    /// <summary>Tries once more, soon, what could not be saved.</summary>
    public void Retry()
    {
        lock (_gate)
        {
            StartNeedsLock();
        }
    }

    /// <summary>Saves soon. The payload must not change any more.</summary>
    public void Save(string name, SavedHeader header, ReadOnlyMemory<byte> payload) => Save(name, header, () => payload);

    /// <summary>Saves soon.</summary>
    /// <param name="name">The name.</param>
    /// <param name="header">What is known of the payload.</param>
    /// <param name="payload">Makes the payload, on another thread.</param>
    /// <param name="isKept">Whether it is kept where too much waits.</param>
    public void Save(string name, SavedHeader header, Func<ReadOnlyMemory<byte>> payload, bool isKept = false) => Post(new SavedChange(name, header, payload, isKept));

    /// <summary>Deletes soon.</summary>
    public void Delete(string name) => Post(new SavedChange(name, null, static () => default));

    /// <summary>Waits until what was posted is saved, and tries once more what could not be. False when not everything is on the disk.</summary>
    public bool Flush(TimeSpan timeout)
    {
        Task running;
        lock (_gate)
        {
            StartNeedsLock();
            running = _running?.Task ?? Task.CompletedTask;
        }

        // A disk that hangs must not hold up the end of the program.
        running.WaitAsync(timeout, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        return running.IsCompleted && Waiting == 0;
    }

    /// <summary>Takes no more changes. What is being saved is saved to its end; flush before for the rest.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            // What was not saved stays so for whoever waits for it.
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

    // What failed goes first: it is older.
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
