#pragma warning disable CA1001 // The source has no timer, and a call that hangs may still use its token: it is left to the garbage collector.
namespace GrayFlags.Rollouts.Shadowing;

/// <summary>One upgraded call beside an original that has answered.</summary>
/// <remarks>Ends exactly once, whatever the call does; its place in the queue is free only when the call itself has ended.</remarks>
internal abstract class ShadowRun(ShadowQueue queue, string flag, Action<ShadowResult>? report) : IThreadPoolWorkItem
{
    private readonly CancellationTokenSource _cancellation = new();
    private int _hasEnded;

    public void Execute() => _ = RunAsync();

    /// <summary>Ends the run before the call has ended: reports first, and then cancels the call.</summary>
    public void Stop(ShadowVerdict verdict)
    {
        End(new ShadowResult(verdict));
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException)
        {
            // A callback that the call registered with its token threw; on a timer's thread that would end the process.
        }
    }

    /// <summary>Makes the call and compares. Never throws.</summary>
    protected abstract Task<ShadowResult> CompareAsync(CancellationToken cancellationToken);

    private async Task RunAsync()
    {
        try
        {
            // Stopped between its turn and its thread.
            if (_cancellation.IsCancellationRequested)
            {
                return;
            }

            // A timer instead of CancelAfter: the report comes first, and callbacks that throw are caught.
            using var timer = queue.Clock.CreateTimer(
                static run => ((ShadowRun)run!).Stop(ShadowVerdict.TimedOut), this, queue.Timeout, Timeout.InfiniteTimeSpan);
            End(await CompareAsync(_cancellation.Token).ConfigureAwait(false));
        }
        finally
        {
            queue.Leave(this);
        }
    }

    private void End(ShadowResult result)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
        {
            return;
        }

        try
        {
            report?.Invoke(result);
        }
        catch (Exception)
        {
            // Nobody awaits this: the caller has its answer, and must not notice the shadow.
        }

        // Last: whoever waits for the count finds what was reported.
        queue.Count(flag, result.Verdict);
    }
}
