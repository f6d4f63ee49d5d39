using System.Runtime.CompilerServices;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Waits until something holds, and looks again whenever anything has happened. No test sleeps.</summary>
internal sealed class Pulse
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Beat() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public async Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"Nothing happened any more, and this does not hold: {text}");
            }

            // Not everything that a condition may look at beats: it is looked at again after a while in any case.
            await Volatile.Read(ref _next).Task.WaitAsync(Glance).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
