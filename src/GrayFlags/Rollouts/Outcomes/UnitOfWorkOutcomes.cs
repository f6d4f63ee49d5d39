using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags;

/// <summary>
/// The outcome of one unit of work, such as a request or a message, for every flag with guards that it evaluates, without code at those calls. Thread-safe.
/// </summary>
/// <remarks>An <see cref="IUnitOfWorkOutcomesAccessor"/> gives the evaluator the current one. GrayFlags.AspNetCore has one for each request.</remarks>
public sealed class UnitOfWorkOutcomes
{
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly object _gate = new();
    private List<Seen>? _seen;
    private bool _isComplete;

    /// <summary>Begins a unit of work now.</summary>
    /// <param name="clock">The clock that measures its duration.</param>
    /// <exception cref="ArgumentNullException"><paramref name="clock"/> is null.</exception>
    public UnitOfWorkOutcomes(TimeProvider clock)
        : this(clock, clock?.GetTimestamp() ?? 0)
    {
    }

    /// <summary>Takes a unit of work that began earlier.</summary>
    /// <param name="clock">The clock that measures its duration.</param>
    /// <param name="startedAt">The clock's <see cref="TimeProvider.GetTimestamp"/> when it began.</param>
    /// <exception cref="ArgumentNullException"><paramref name="clock"/> is null.</exception>
    public UnitOfWorkOutcomes(TimeProvider clock, long startedAt)
    {
        ArgumentNullException.ThrowIfNull(clock);

        _clock = clock;
        _startedAt = startedAt;
    }

    /// <summary>Records the result of the work. Only the first call has an effect.</summary>
    /// <param name="failed">True when it failed.</param>
    public void Complete(bool failed)
    {
        foreach (var seen in End())
        {
            seen.Recorder.End(seen.Ticket, failed ? CallVerdict.Failure : CallVerdict.Success, seconds: _clock.GetElapsedTime(_startedAt).TotalSeconds);
        }
    }

    /// <summary>Records the result of the work. Only the first call has an effect.</summary>
    /// <param name="verdict">The verdict.</param>
    public void Complete(GrayVerdict verdict)
    {
        if (verdict == GrayVerdict.Ignore)
        {
            Ignore();
        }
        else
        {
            Complete(verdict == GrayVerdict.Failure);
        }
    }

    /// <summary>Ignores the work as no evidence on the release: it was malformed, or was not done at all. Only the first call has an effect.</summary>
    public void Ignore()
    {
        foreach (var seen in End())
        {
            seen.Recorder.End(seen.Ticket, CallVerdict.Ignored);
        }
    }

    /// <summary>
    /// Records that the caller has gone away. If the work was already slower than 95 % of the control's, it counts as not ended; otherwise it is ignored. Only
    /// the first call has an effect.
    /// </summary>
    public void Abandon()
    {
        foreach (var seen in End())
        {
            seen.Recorder.Abandon(seen.Ticket);
        }
    }

    // A flag that is evaluated again gives the same answer.
    internal void Note(RolloutMonitor monitor, in Assignment assignment, bool isEvidence)
    {
        lock (_gate)
        {
            if (_isComplete || HasSeen(monitor))
            {
                return;
            }

            (_seen ??= []).Add(new Seen(monitor, monitor.Recorder, monitor.Recorder.Begin(assignment, isEvidence)));
        }
    }

    // A call of each answer: a lambda that knows the monitor would be an allocation of each.
    private bool HasSeen(RolloutMonitor monitor)
    {
        if (_seen is null)
        {
            return false;
        }

        foreach (var seen in _seen)
        {
            if (ReferenceEquals(seen.Monitor, monitor))
            {
                return true;
            }
        }

        return false;
    }

    private List<Seen> End()
    {
        lock (_gate)
        {
            var seen = _isComplete ? null : _seen;
            _isComplete = true;
            return seen ?? [];
        }
    }

    private readonly record struct Seen(RolloutMonitor Monitor, OutcomeRecorder Recorder, CallTicket Ticket);
}
