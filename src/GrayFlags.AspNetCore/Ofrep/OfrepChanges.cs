using GrayFlags.AspNetCore.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Follows the changes of a selection of flags, and wakes the streams: one wait for all of them, begun by the first client.</summary>
internal sealed class OfrepChanges(FlagSelection flags, IGrayFlagsMonitor monitor, TimeProvider clock, ILogger logger, CancellationToken stopping)
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

    /// <summary>True when the app ends, and the streams with it.</summary>
    public bool IsOver => stopping.IsCancellationRequested;

    private State Begin()
    {
        lock (_gate)
        {
            if (_state is { } known)
            {
                return known;
            }

            // Its beginning is no change: there was nobody to miss one.
            var state = new State(monitor.FingerprintOf(flags), DateTimeOffset.MinValue);
            _state = state;
            _ = FollowAsync(state);
            _ = BeatAsync();
            return state;
        }
    }

    private async Task FollowAsync(State state)
    {
        try
        {
            while (true)
            {
                var id = await monitor.WaitForChangeAsync(flags, state.Id, stopping).ConfigureAwait(false);
                _state = state = new State(id, clock.GetUtcNow());
                Wake();
            }
        }
        catch (OperationCanceledException)
        {
            Wake();
        }
        catch (Exception exception)
        {
            Log.ChangesFailed(logger, exception);
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
            Wake();
        }
    }

    private void Wake() =>
        Interlocked.Exchange(ref _woken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>The state of the flags, and the time since which it holds.</summary>
    /// <param name="Id">The fingerprint.</param>
    /// <param name="ChangedAt">The time of the change; the beginning of time where none was seen.</param>
    internal sealed record State(string Id, DateTimeOffset ChangedAt);
}
