#pragma warning disable CA1001 // The source has no timer, and a call that hangs may look at its token whenever it likes: it is left to the collector.
namespace GrayFlags.Rollouts.Stores;

/// <summary>One call of a store. What goes wrong is a result, since nobody may be there any more to see a task fail; a call that hangs is given up.</summary>
internal sealed class StoreCall<T>
{
    // A store that has not answered for so long will not; another call may find it again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<(T? Answer, Exception? Failure)> _task;
    private readonly long _begunAt;

    public StoreCall(Func<CancellationToken, Task<T>> call, TimeProvider clock)
    {
        _begunAt = clock.GetTimestamp();
        _task = Run(call, _stop.Token);
    }

    /// <summary>False while the answer is waited for.</summary>
    /// <param name="clock">Tells for how long.</param>
    /// <param name="answer">The answer, where there is no failure.</param>
    /// <param name="failure">What went wrong.</param>
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

        // Not disposed: the call may still look at its token.
        _ = _stop.CancelAsync();
        failure = new TimeoutException($"It has not answered for {Patience.TotalSeconds} s.");
        return true;
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
