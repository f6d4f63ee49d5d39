using GrayFlags.AspNetCore.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Follows the changes of a selection of flags, and wakes the streams: one wait for all of them, begun by the first client.</summary>
internal sealed class OfrepChanges(
    FlagSelection flags, IGrayFlagsMonitor monitor, OfrepIds ids, TimeProvider clock, ILogger logger, CancellationToken stopping)
{
    /// <summary>The time between two signs of life of a stream: proxies close connections on which nothing comes for a minute.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    private readonly object _gate = new();
    private volatile TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile State? _state;

    /// <summary>The latest change.</summary>
    public State Latest => _state ?? Begin();

    /// <summary>A task that completes with the next change, and with the next beat. To miss none, take it before <see cref="Latest"/>.</summary>
    public Task Woken => _woken.Task;

    /// <summary>Ends with the app. Nothing wakes a stream after that, so whatever one waits for ends with it.</summary>
    public CancellationToken Stopping => stopping;

    private State Begin()
    {
        lock (_gate)
        {
            if (_state is { } known)
            {
                return known;
            }

            // Its beginning is no change: there was nobody to miss one.
            var state = StateOf(monitor.FingerprintOf(flags), DateTimeOffset.MinValue);
            _state = state;
            _ = FollowAsync(state);
            _ = BeatAsync();
            return state;
        }
    }

    private async Task FollowAsync(State state)
    {
        var isFailing = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var fingerprint = await monitor.WaitForChangeAsync(flags, state.Fingerprint, stopping).ConfigureAwait(false);
                _state = state = StateOf(fingerprint, clock.GetUtcNow());
                isFailing = false;
                Wake();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // One line for a series of them.
                if (!isFailing)
                {
                    Log.ChangesFailed(logger, exception, Beat.TotalSeconds);
                }

                isFailing = true;
                await Task.Delay(Beat, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Beat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                Wake();
            }
        }
        catch (OperationCanceledException)
        {
            // The app ends.
        }
    }

    private void Wake() =>
        Interlocked.Exchange(ref _woken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private State StateOf(string fingerprint, DateTimeOffset changedAt) => new(ids.For(fingerprint), fingerprint, changedAt);

    /// <summary>The state of the flags, and the time since which it holds.</summary>
    /// <param name="Id">What clients know it by.</param>
    /// <param name="Fingerprint">The fingerprint, which no client is shown.</param>
    /// <param name="ChangedAt">The time of the change; the beginning of time where none was seen.</param>
    internal sealed record State(string Id, string Fingerprint, DateTimeOffset ChangedAt);
}
