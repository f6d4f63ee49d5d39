namespace GrayFlags.Snapshots.Updating;

/// <summary>Runs one piece of work at a time. Whoever asks while it runs is not held up: it runs once more. Thread-safe.</summary>
/// <param name="work">The work; it sees everything that was there before it was asked for.</param>
/// <param name="failed">Told what the work threw.</param>
internal sealed class Turns(Action work, Action<Exception> failed)
{
    private readonly object _gate = new();
    private bool _isRunning;
    private int _runner;
    private TaskCompletionSource? _again;

    /// <summary>Runs the work on this thread, unless another one runs it just now.</summary>
    /// <returns>Ends when a run that began after this call has ended; at once where it ran here, or where the work itself asks.</returns>
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

    /// <summary>Runs the work on a thread of its own, which no starved pool holds up.</summary>
    /// <returns>Ends when it has run.</returns>
    public Task RunApart()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            // Where another thread runs it, that one is not to be waited for here: its end is the task's.
            var run = Run();
            run.ContinueWith(static (_, state) => ((TaskCompletionSource)state!).TrySetResult(), ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        })
        { IsBackground = true, Name = "GrayFlags" }.UnsafeStart();
        return ended.Task;
    }

    private void RunOnce()
    {
        Do();
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            (waiting, _again) = (_again, null);
            (_isRunning, _runner) = (waiting is not null, 0);
        }

        // Whoever asked meanwhile has its turn on another thread, so that nobody works for others without end.
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

    private void Do()
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            failed(exception);
        }
    }
}
