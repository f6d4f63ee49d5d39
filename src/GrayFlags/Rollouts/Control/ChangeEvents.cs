using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>Raises an event for every step, in order, on a thread-pool thread: a handler that throws, blocks or is slow delays no rollout.</summary>
internal sealed class ChangeEvents(ILogger logger)
{
    // Bounds the queue behind a handler that hangs; the oldest steps are dropped.
    private const int MaxWaiting = 1_000;

    private readonly object _gate = new();
    private readonly Queue<RolloutChange> _waiting = new();
    private bool _isRunning;

    public event EventHandler<RolloutChange>? Changed;

    public void Post(RolloutChange change)
    {
        if (Changed is null)
        {
            return;
        }

        lock (_gate)
        {
            _waiting.Enqueue(change);
            if (_waiting.Count > MaxWaiting)
            {
                _waiting.Dequeue();
            }

            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static events => events.Run(), this, preferLocal: false);
    }

    private void Run()
    {
        while (Dequeue() is { } change)
        {
            foreach (var handler in Changed?.GetInvocationList() ?? [])
            {
                try
                {
                    ((EventHandler<RolloutChange>)handler)(this, change);
                }
                catch (Exception exception)
                {
                    Log.RolloutObserverFailed(logger, exception);
                }
            }
        }
    }

    private RolloutChange? Dequeue()
    {
        lock (_gate)
        {
            _isRunning = _waiting.TryDequeue(out var change);
            return change;
        }
    }
}
