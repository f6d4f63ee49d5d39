using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots;

/// <summary>
/// Notifies subscribers of the status. Each runs independently, off the loading thread: a subscriber that throws or blocks delays nobody else.
/// </summary>
internal sealed class StatusObservers(ILogger logger)
{
    private readonly object _gate = new();
    private Subscription[] _subscriptions = [];

    public IDisposable Add(Action<GrayFlagsStatus> handler)
    {
        var subscription = new Subscription(this, handler, logger);
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions, subscription];
        }

        return subscription;
    }

    public void Post(GrayFlagsStatus status)
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            subscription.Post(status);
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = [.. _subscriptions.Where(other => other != subscription)];
        }
    }

    /// <summary>Keeps the latest status only, so that a slow subscriber has no backlog.</summary>
    private sealed class Subscription(StatusObservers owner, Action<GrayFlagsStatus> handler, ILogger logger) : IDisposable
    {
        private readonly object _gate = new();
        private GrayFlagsStatus? _latest;
        private bool _isRunning;

        public void Post(GrayFlagsStatus status)
        {
            lock (_gate)
            {
                _latest = status;
                if (_isRunning)
                {
                    return;
                }

                _isRunning = true;
            }

            ThreadPool.UnsafeQueueUserWorkItem(static subscription => subscription.Run(), this, preferLocal: false);
        }

        public void Dispose() => owner.Remove(this);

        private void Run()
        {
            while (TakeLatest() is { } status)
            {
                try
                {
                    handler(status);
                }
                catch (Exception exception)
                {
                    Log.ObserverFailed(logger, exception);
                }
            }
        }

        private GrayFlagsStatus? TakeLatest()
        {
            lock (_gate)
            {
                var latest = _latest;
                _latest = null;
                _isRunning = latest is not null;
                return latest;
            }
        }
    }
}
