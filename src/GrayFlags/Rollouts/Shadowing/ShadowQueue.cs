using GrayFlags.Telemetry;

namespace GrayFlags.Rollouts.Shadowing;

/// <summary>Bounds the runs under way and the runs that wait; runs beyond that are dropped.</summary>
internal sealed class ShadowQueue(int capacity, int concurrency, TimeSpan timeout, TimeProvider clock, ShadowMetrics metrics)
{
    private readonly object _gate = new();
    private readonly Queue<ShadowRun> _waiting = new();
    private readonly HashSet<ShadowRun> _running = [];
    private bool _isStopped;

    public TimeSpan Timeout => timeout;

    public TimeProvider Clock => clock;

    public bool TryEnter(ShadowRun run)
    {
        lock (_gate)
        {
            if (_isStopped || (_running.Count >= concurrency && _waiting.Count >= capacity))
            {
                return false;
            }

            if (_running.Count >= concurrency)
            {
                _waiting.Enqueue(run);
                return true;
            }

            _running.Add(run);
        }

        Start(run);
        return true;
    }

    /// <summary>Frees the place of a run whose call has ended. A call that hangs keeps its place, so that hanging calls never pile up.</summary>
    public void Leave(ShadowRun run)
    {
        ShadowRun? next;
        lock (_gate)
        {
            _running.Remove(run);
            if (!_waiting.TryDequeue(out next))
            {
                return;
            }

            _running.Add(next);
        }

        Start(next);
    }

    public void Count(string flag, ShadowVerdict verdict) => metrics.Count(flag, Shown(verdict));

    /// <summary>Rejects further runs, and stops those that wait and those under way.</summary>
    public void Stop()
    {
        ShadowRun[] left;
        lock (_gate)
        {
            _isStopped = true;
            left = [.. _running, .. _waiting];
            _waiting.Clear();
        }

        foreach (var run in left)
        {
            run.Stop(ShadowVerdict.Dropped);
        }
    }

    // Unsafe: without the caller's execution context, so no HttpContext, ambient context, activity or culture flows.
    private static void Start(ShadowRun run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);

    private static string Shown(ShadowVerdict verdict) => verdict switch
    {
        ShadowVerdict.Match => "match",
        ShadowVerdict.Mismatch => "mismatch",
        ShadowVerdict.TimedOut => "timed_out",
        _ => "dropped",
    };
}
