namespace GrayFlags.Engines;

/// <summary>The callbacks of those who watch a name. Thread-safe; what one of them throws reaches nobody else.</summary>
/// <param name="failed">Called with what a callback has thrown.</param>
internal sealed class EngineWatchers(Action<Exception> failed)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, List<Watcher>> _watchers = new(StringComparer.Ordinal);

    /// <summary>True while nobody watches anything.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _watchers.Count == 0;
            }
        }
    }

    /// <summary>The names that are watched.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _watchers.Keys];
            }
        }
    }

    /// <summary>Adds a callback. The same one may be added more than once.</summary>
    /// <returns>Disposed, removes it.</returns>
    public IDisposable Add(string name, Action changed)
    {
        var watcher = new Watcher(this, name, changed);
        lock (_gate)
        {
            if (!_watchers.TryGetValue(name, out var ofName))
            {
                _watchers[name] = ofName = [];
            }

            ofName.Add(watcher);
        }

        return watcher;
    }

    /// <summary>Calls back whoever watches the name.</summary>
    public void Tell(string name)
    {
        Watcher[] told;
        lock (_gate)
        {
            told = _watchers.TryGetValue(name, out var ofName) ? [.. ofName] : [];
        }

        Call(told);
    }

    /// <summary>Calls back everybody: after a time in which something may have been missed.</summary>
    public void TellAll()
    {
        Watcher[] told;
        lock (_gate)
        {
            told = [.. _watchers.Values.SelectMany(ofName => ofName)];
        }

        Call(told);
    }

    // Outside of the lock: a callback may end its own watch, or begin another one.
    private void Call(Watcher[] told)
    {
        foreach (var watcher in told)
        {
            try
            {
                watcher.Changed();
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }

    private void Remove(Watcher watcher)
    {
        lock (_gate)
        {
            if (_watchers.TryGetValue(watcher.Name, out var ofName) && ofName.Remove(watcher) && ofName.Count == 0)
            {
                _watchers.Remove(watcher.Name);
            }
        }
    }

    private sealed class Watcher(EngineWatchers owner, string name, Action changed) : IDisposable
    {
        public string Name => name;

        public Action Changed => changed;

        public void Dispose() => owner.Remove(this);
    }
}
