using GrayFlags.Providers;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots.Updating;

/// <summary>Loads one provider, one load at a time; changes during a load are coalesced into one more.</summary>
/// <remarks>
/// Runs on the reporting thread while loads complete synchronously, so that an in-memory change is live when the writer continues.
/// </remarks>
internal sealed class ProviderLoop : IDisposable
{
    // A provider that reports a change at each load would spin here: it gets this many loads within a pause, then waits for one. The same applies to one that
    // reports changes without end from outside, unless its loads complete synchronously: these cost the reporting thread, which wants them live when it
    // continues.
    private const int MaxLoadsWithoutPause = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // The time for which setting a document by hand waits for another one to compile; real time, because the wait is for the processor.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly IRuleProvider _provider;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action<LoadResult> _accept;
    private readonly Func<Task> _settle;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _firstLoad = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Type> _failures = [];
    private IDisposable? _watch;
    private ITimer? _pause;
    private long _rowStarted;
    private int _loadsInARow;
    private bool _isLoading;
    private bool _isPausing;
    private bool _isSlow;
    private bool _isChanged;
    private bool _isEnded;
    private int _toldOn;
    private volatile bool _isStarting;

    public ProviderLoop(IRuleProvider provider, TimeProvider clock, ILogger logger, Action<LoadResult> accept, Func<Task> settle)
    {
        _provider = provider;
        _clock = clock;
        _logger = logger;
        _accept = accept;
        _settle = settle;
    }

    /// <summary>A task that completes when the result of the first load is settled, successful or not.</summary>
    public Task FirstLoad => _firstLoad.Task;

    /// <summary>Starts to watch, then loads.</summary>
    public void Start()
    {
        try
        {
            _watch = _provider.Watch(Changed);
        }
        catch (Exception exception)
        {
            Log.WatchFailed(_logger, _provider.Name, exception);
        }

        _isStarting = true;
        Changed();
        _isStarting = false;
    }

    /// <summary>Marks the result of the first load as settled.</summary>
    public void EndFirstLoad() => _firstLoad.TrySetResult();

    public void Changed()
    {
        lock (_gate)
        {
            _isChanged = true;
            if (_isLoading || _isEnded || (_isPausing && _isSlow))
            {
                return;
            }

            _isLoading = true;
            if (!_isSlow && _toldOn != Environment.CurrentManagedThreadId)
            {
                StartRowNeedsLock();
            }
        }

        Run();
    }

    /// <summary>
    /// Notifies the provider that its document is live. A change that it reports meanwhile starts no new series of loads, which could go on without end.
    /// </summary>
    public void Tell(Action serving)
    {
        try
        {
            _toldOn = Environment.CurrentManagedThreadId;
            serving();
        }
        catch (Exception exception)
        {
            Log.AcceptFailed(_logger, _provider.Name, exception);
        }
        finally
        {
            _toldOn = 0;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            _pause?.Dispose();
        }

        _ending.Cancel();
        _firstLoad.TrySetResult();
        try
        {
            _watch?.Dispose();
        }
        catch (Exception exception)
        {
            Log.WatchFailed(_logger, _provider.Name, exception);
        }
    }

    private void EndPause()
    {
        lock (_gate)
        {
            _isPausing = false;
            StartRowNeedsLock();
        }

        Changed();
    }

    // Loops while loads complete synchronously; the first that does not continues in RunAsync. The result is settled when no load is in
    // flight any more, so a document that takes long to compile does not block the next one.
    private void Run(bool hasLoaded = false)
    {
        while (TakeChange())
        {
            var load = Load();
            if (!load.IsCompleted)
            {
                _isSlow = true;
                _ = RunAsync(load);
                break;
            }

            _isSlow = false;

            Accept(load.Result);
            hasLoaded = true;
        }

        if (hasLoaded)
        {
            Settle();
        }
    }

    private async Task RunAsync(ValueTask<LoadResult> load)
    {
        Accept(await load.ConfigureAwait(false));
        Run(hasLoaded: true);
    }

    private void Settle()
    {
        var settled = _settle();
        if (!settled.IsCompleted && _provider is InMemoryRuleProvider && !_isStarting)
        {
            settled.Wait(Patience);
        }

        if (!_firstLoad.Task.IsCompleted)
        {
            settled.ContinueWith(
                static (_, loop) => ((ProviderLoop)loop!).EndFirstLoad(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private bool TakeChange()
    {
        lock (_gate)
        {
            if (_clock.GetElapsedTime(_rowStarted) >= Pause)
            {
                StartRowNeedsLock();
            }

            if (!_isChanged || _isEnded || _loadsInARow == MaxLoadsWithoutPause)
            {
                _isLoading = false;
                if (_isChanged && !_isEnded)
                {
                    _pause?.Dispose();
                    _isPausing = true;
                    _pause = _clock.CreateTimer(static loop => ((ProviderLoop)loop!).EndPause(), this, Pause, Timeout.InfiniteTimeSpan);
                }

                return false;
            }

            _isChanged = false;
            _loadsInARow++;
            return true;
        }
    }

    private void StartRowNeedsLock()
    {
        _rowStarted = _clock.GetTimestamp();
        _loadsInARow = 0;
    }

    // Anything that a provider throws becomes a result: the loop goes on.
    private async ValueTask<LoadResult> Load()
    {
        try
        {
            var outcome = await _provider.LoadAsync(_ending.Token).ConfigureAwait(false);
            _failures.Clear();
            return outcome ?? LoadResult.Unavailable("the provider gave no outcome");
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
    }

    // The type only, unless the words are the library's: a message may contain an address with a secret. The exception is logged, each type once in a row.
    private LoadResult Failed(Exception exception)
    {
        if (!_ending.IsCancellationRequested && _failures.Add(exception.GetType()))
        {
            Log.LoadThrew(_logger, _provider.Name, exception);
        }

        return LoadResult.Unavailable(PlainFailure.Of(exception) ?? $"the provider threw {exception.GetType().Name}");
    }

    private void Accept(LoadResult load)
    {
        try
        {
            if (!_ending.IsCancellationRequested)
            {
                _accept(load);
            }
        }
        catch (Exception exception)
        {
            Log.AcceptFailed(_logger, _provider.Name, exception);
        }
    }
}
