using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags;

/// <summary>
/// The outcome of one unit of work, such as a request or a message, for every flag with guards that it asks for: without any code at the places that ask. Thread-safe.
/// </summary>
/// <remarks>An <see cref="IUnitOfWorkOutcomesAccessor"/> tells the evaluator which one is current. GrayFlags.AspNetCore has one for each request.</remarks>
public sealed class UnitOfWorkOutcomes
{
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly object _gate = new();
    private List<Seen>? _seen;
    private bool _isComplete;

    /// <summary>Begins a unit of work now.</summary>
    /// <param name="clock">Tells how long it takes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="clock"/> is null.</exception>
    public UnitOfWorkOutcomes(TimeProvider clock)
        : this(clock, clock?.GetTimestamp() ?? 0)
    {
    }

    /// <summary>Takes a unit of work that began before.</summary>
    /// <param name="clock">Tells how long it takes.</param>
    /// <param name="startedAt">When it began, as a <see cref="TimeProvider.GetTimestamp"/> of the clock.</param>
    /// <exception cref="ArgumentNullException"><paramref name="clock"/> is null.</exception>
    public UnitOfWorkOutcomes(TimeProvider clock, long startedAt)
    {
        ArgumentNullException.ThrowIfNull(clock);

        _clock = clock;
        _startedAt = startedAt;
    }

    /// <summary>Says how the work went. The first word counts.</summary>
    /// <param name="failed">Whether it failed.</param>
    public void Complete(bool failed)
    {
        foreach (var seen in End())
        {
            seen.Recorder.End(seen.Ticket, failed ? CallVerdict.Failure : CallVerdict.Success, seconds: _clock.GetElapsedTime(_startedAt).TotalSeconds);
        }
    }

    /// <summary>Says how the work went. The first word counts.</summary>
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

    /// <summary>Says that the work tells nothing about the release: it was malformed, or was not done at all. The first word counts.</summary>
    public void Ignore()
    {
        foreach (var seen in End())
        {
            seen.Recorder.End(seen.Ticket, CallVerdict.Ignored);
        }
    }

    /// <summary>
    /// Says that whoever asked for the work has gone away. Where it was already slower than 95 of 100 of the control's it counts as work that did not end. The
    /// first word counts.
    /// </summary>
    public void Abandon()
    {
        foreach (var seen in End())
        {
            seen.Recorder.Abandon(seen.Ticket);
        }
    }

    // A flag that is asked for again answers the same.
    internal void Note(RolloutMonitor watch, in Assignment assignment, bool isEvidence)
    {
        lock (_gate)
        {
            if (_isComplete || _seen?.Exists(seen => ReferenceEquals(seen.Watch, watch)) == true)
            {
                return;
            }

            (_seen ??= []).Add(new Seen(watch, watch.Recorder, watch.Recorder.Begin(assignment, isEvidence)));
        }
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

    private readonly record struct Seen(RolloutMonitor Watch, OutcomeRecorder Recorder, CallTicket Ticket);
}
