namespace GrayFlags.Snapshots.Updating;

/// <summary>Runs one piece of work at a time. Requests during a run do not block: they cause one more run. Thread-safe.</summary>
/// <param name="work">The work; it sees everything that happened before it was requested.</param>
/// <param name="failed">Receives exceptions thrown by the work.</param>
internal sealed class Turns(Action work, Action<Exception> failed)
{
    private readonly object _gate = new();
    private bool _isRunning;
    private int _runner;
    private TaskCompletionSource? _again;

    /// <summary>Runs the work on this thread, unless another one is running it.</summary>
    /// <returns>A task that completes when a run that began after this call has ended; completed when it ran here, or when the work itself calls.</returns>
    public Task Run()
    {
        lock (_gate)
        {
            if (_isRunning)
            {
                _again ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _runner == Environment.CurrentManagedThreadId ? Task.CompletedTask : _again.Task;
            }

            (_isRunning, _runner) = (true, Environment.CurrentManagedThreadId);
        }

        RunOnce();
        return Task.CompletedTask;
    }

    /// <summary>Runs the work on a dedicated thread, independent of a starved pool.</summary>
    /// <returns>A task that completes when it has run.</returns>
    public Task RunApart()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            // When another thread runs it, this one does not block: the returned task completes with that run.
            var run = Run();
            run.ContinueWith(
                static (_, state) => ((TaskCompletionSource)state!).TrySetResult(),
                ended,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        })
        { IsBackground = true, Name = "GrayFlags" }.UnsafeStart();
        return ended.Task;
    }

    private void RunOnce()
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            failed(exception);
        }

        TaskCompletionSource? waiting;
        lock (_gate)
        {
            (waiting, _again) = (_again, null);
            (_isRunning, _runner) = (waiting is not null, 0);
        }

        // Requests made meanwhile run on another thread, so that no thread works for others without end.
        if (waiting is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Turns.RunFor(state.Waiting), (Turns: this, Waiting: waiting), preferLocal: false);
        }
    }

    private void RunFor(TaskCompletionSource waiting)
    {
        lock (_gate)
        {
            _runner = Environment.CurrentManagedThreadId;
        }

        RunOnce();
        waiting.SetResult();
    }
}
