#pragma warning disable CA1001 // The source has no timer, and a call that hangs may still use its token: it is left to the garbage collector.
namespace GrayFlags.Rollouts.Stores;

/// <summary>One call of a store. A failure is a result, since nobody may await the task any more; a call that hangs is abandoned.</summary>
internal sealed class StoreCall<T>
{
    // A store that has not answered for so long will not answer; another call may succeed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<(T? Answer, Exception? Failure)> _task;
    private readonly long _begunAt;

    public StoreCall(Func<CancellationToken, Task<T>> call, TimeProvider clock)
    {
        _begunAt = clock.GetTimestamp();
        _task = Run(call, _stop.Token);
    }

    /// <summary>Takes the result; returns false while the call is under way.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="answer">The answer, when there is no failure.</param>
    /// <param name="failure">The failure; null when there is none.</param>
    public bool TryEnd(TimeProvider clock, out T? answer, out Exception? failure)
    {
        (answer, failure) = _task.IsCompleted ? _task.Result : (default, null);
        if (_task.IsCompleted)
        {
            _stop.Dispose();
            return true;
        }

        if (clock.GetElapsedTime(_begunAt) < Patience)
        {
            return false;
        }

        // Not disposed: the call may still use its token.
        _ = _stop.CancelAsync();
        failure = new TimeoutException($"The store has not answered for {Patience.TotalSeconds} s.");
        return true;
    }

    /// <summary>Calls back when the call ends later, on any thread; not when it has ended already.</summary>
    public void WhenEnded(Action ended)
    {
        if (!_task.IsCompleted)
        {
            _ = _task.ContinueWith(
                static (_, action) => ((Action)action!)(), ended, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static async Task<(T? Answer, Exception? Failure)> Run(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return (await call(cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception exception)
        {
            return (default, exception);
        }
    }
}
