using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>One rollout in this process: moves its state, monitors its attempt, and writes its record to the store.</summary>
/// <remarks>
/// Every member needs <see cref="RolloutSessions.Gate"/>, except <see cref="Monitor"/>, which calls read without a lock.
/// A change that makes the rollout smaller is published at once and written afterwards; a change that makes it larger is written first. So a node
/// without its store still rolls back, and two nodes on one store never promote past a rollback that one of them has written.
/// </remarks>
internal sealed class RolloutSession
{
    private readonly LiveRollouts _live;
    private readonly RecordWriter? _writer;
    private readonly RolloutSync? _sync;
    private readonly FleetNode? _fleet;
    private readonly RolloutAudit _audit;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private volatile RolloutMonitor? _monitor;
    private IReadOnlyList<RolloutChange> _notified;
    private int _unmonitoredAttempt;

    public RolloutSession(
        RolloutPlan plan,
        RecordWriter? writer,
        LiveRollouts live,
        RolloutSync? sync,
        FleetNode? fleet,
        RolloutAudit audit,
        TimeProvider clock,
        ILogger logger)
    {
        (Flag, Id) = (plan.Flag, plan.Id);
        (_live, _writer, _sync, _fleet, _audit, _clock, _logger) = (live, writer, sync, fleet, audit, clock, logger);
        _notified = live.RecordOf(Flag, Id)?.Changes ?? [];
        if (sync?.LastRead(Flag, Id) is { } read)
        {
            writer!.Know(Here(read));
        }

        if (sync?.LastDamaged(Flag, Id) is { } damaged)
        {
            writer!.KnowDamaged(damaged.Revision);
        }
    }

    public string Flag { get; }

    public string Id { get; }

    /// <summary>The monitor of the latest attempt; null when nothing is monitored. Takes no lock.</summary>
    public RolloutMonitor? Monitor => _monitor;

    /// <summary>The live state; null when no live rule has this rollout.</summary>
    public RolloutState? State => _live.Find(Flag, Id);

    /// <summary>True while the store has a record of the rollout that cannot be read. Takes no lock.</summary>
    public bool IsRecordDamaged => _writer?.IsDamaged == true;

    /// <summary>True when a document has taken the rollout away before the store had its record.</summary>
    public bool IsGoneUnsaved => State is null && Unsaved is not null;

    /// <summary>The record as it has to be written; null when the store has it, or when there is no store.</summary>
    public RolloutRecord? Unsaved => _writer is { } writer && ToWrite is { } record ? writer.Next(record) : null;

    private RolloutRecord? ToWrite => _writer is { } writer && _live.RecordOf(Flag, Id) is { } record && !RolloutStateMachine.IsStandIn(record)
        && writer.Lacks(record) && !writer.IsHeld(record)
            ? record
            : null;

    /// <summary>One step: reads the guards, asks the state machine, and publishes and writes what it says.</summary>
    public void Tick(DateTimeOffset now)
    {
        EndWrite();
        if (State is not { } state || RolloutStateMachine.IsStandIn(state.Record))
        {
            return;
        }

        Apply(state.Record, RolloutStateMachine.Tick(state.Plan, state.Record, ReadInputs(state.Plan, state.Record, now)));
        Save();
        Notify();
    }

    /// <summary>Writes the record to the store, unless the store has it or a write is under way.</summary>
    public void Save()
    {
        EndWrite();
        if (ToWrite is { } record && _writer!.TryBegin(record))
        {
            EndWrite();
        }
    }

    /// <summary>Lets the next write go to the store at once, even when the last one has just failed.</summary>
    public void RetryWrite() => _writer?.Retry();

    /// <summary>True when a change has to be written before it may be published: there is a store, and the change makes the rollout larger.</summary>
    public bool NeedsConsent(RolloutRecord before, RolloutRecord next) => _writer is not null && !IsSmaller(before, next);

    /// <summary>The record as it is written: on top of what the store is known to have.</summary>
    public RolloutRecord NextWrite(RolloutRecord record) => _writer!.Next(record);

    /// <summary>Makes the record live, and monitors whoever it admits from now on.</summary>
    public void Publish(RolloutRecord record)
    {
        _live.Publish(record);

        // At once, and not from the next step on: the first call that is admitted is evidence.
        if (State is { } state && !RolloutStateMachine.IsStandIn(state.Record))
        {
            MonitorFor(state.Plan, state.Record);
        }
    }

    /// <summary>
    /// Makes a record live that was there before this process. Its steps are no news: a store that answers late must not sound every alarm again.
    /// </summary>
    public void Adopt(RolloutRecord record)
    {
        _notified = record.Changes;
        Publish(record);
    }

    /// <summary>
    /// Takes in that the store's record cannot be read: what is known here stays, is not promoted, and is written by an operator's decision only.
    /// </summary>
    /// <param name="damaged">The record that cannot be read.</param>
    /// <param name="readAt">The timestamp at which the read began; null for the answer to a write.</param>
    public void AcceptDamage(DamagedRollout damaged, long? readAt = null) => _writer!.KnowDamaged(damaged.Revision, readAt);

    /// <summary>Takes in that an operator has decided on the rollout: the decision may replace a record that cannot be read.</summary>
    public void AllowReplacing() => _writer?.AllowReplacing();

    /// <summary>Takes in a record that was read from the store.</summary>
    /// <param name="read">The record.</param>
    /// <param name="readAt">The timestamp at which the read began.</param>
    public void AcceptRead(RolloutRecord read, long readAt)
    {
        read = Here(read);
        if (_writer!.Know(read, readAt))
        {
            Merge(read);
        }
    }

    /// <summary>Takes in that the store has no record: one that this node knows is written again.</summary>
    /// <param name="readAt">The timestamp at which the read began.</param>
    public void AcceptNone(long readAt) => _writer!.KnowNone(readAt);

    /// <summary>Takes in the store's answer to a write.</summary>
    /// <returns>True when the store has another record than before.</returns>
    public bool AcceptWrite(RolloutRecord current)
    {
        current = Here(current);
        var isNew = _writer!.Know(current);
        Merge(current);
        Notify();
        return isNew;
    }

    /// <summary>Reports the steps that have not been reported yet.</summary>
    public void Notify()
    {
        if (State is not { Record.Changes: { } changes } || ReferenceEquals(changes, _notified))
        {
            return;
        }

        var unreported = changes.Except(_notified).ToList();
        var last = _notified.Count > 0 ? _notified[^1] : null;
        _notified = changes;
        foreach (var change in unreported)
        {
            if (!IsEcho(change, last))
            {
                _audit.Report(change);
            }

            last = change;
        }
    }

    // Two nodes that could not know of each other took the same step, as when both were cut off: it is one step, and one alarm.
    private static bool IsEcho(RolloutChange change, RolloutChange? last) =>
        last is not null && change.From != change.To && RolloutStateMachine.IsByItself(change.By)
        && (change.Attempt, change.From, change.To, change.Stage, change.By) == (last.Attempt, last.From, last.To, last.Stage, last.By);

    /// <summary>Moves the stage with the wall clock: a stage with guards lasts as long as it was monitored.</summary>
    public void Shift(RolloutState state, TimeSpan jump)
    {
        _monitor?.Shift(jump);
        if (state is { Plan.Guards.Length: > 0, Record: { Phase: RolloutPhase.Running } record })
        {
            Publish(record with
            {
                StageStartedAt = ClockJumpDetector.Shift(record.StageStartedAt, jump),
                ResumedAt = record.ResumedAt is { } resumedAt ? ClockJumpDetector.Shift(resumedAt, jump) : null,
            });
        }
    }

    private RolloutInputs ReadInputs(RolloutPlan plan, RolloutRecord record, DateTimeOffset now)
    {
        var window = plan.StageAt(record.Stage).Window;
        var isOpen = window is null || StageWindow.IsOpen(window, now);
        return MonitorFor(plan, record)?.ReadInputs(record, now, isOpen)
            ?? new RolloutInputs { Now = now, IsWindowOpen = isOpen, PauseBreach = _unmonitoredAttempt == record.Attempt ? RolloutMonitor.GuardsFailed : null };
    }

    private void Apply(RolloutRecord before, RolloutRecord next)
    {
        if (ReferenceEquals(next, before))
        {
            return;
        }

        var isStep = (next.Phase, next.Stage, next.Attempt) != (before.Phase, before.Stage, before.Attempt);
        if (!isStep || !NeedsConsent(before, next))
        {
            Publish(next);
            return;
        }

        if (!_writer!.IsHeld(next) && _writer.TryBegin(next))
        {
            EndWrite();
        }

        if (before.Phase == RolloutPhase.Running && State is { } state && state.Record == before)
        {
            Publish(before with { WaitReason = RolloutWaitReason.Store });
        }
    }

    // A cancelled rollback makes the rollout larger: the rules decide again.
    private static bool IsSmaller(RolloutRecord before, RolloutRecord next) =>
        next.Phase is RolloutPhase.RolledBack or RolloutPhase.Paused or RolloutPhase.Withheld
        || (next.Phase == RolloutPhase.Cancelled && before.Phase != RolloutPhase.RolledBack && before.WaitReason != RolloutWaitReason.Lost);

    private void EndWrite()
    {
        if (_writer is null)
        {
            return;
        }

        if (_writer.TryEnd(out var failure) is { } current)
        {
            _sync!.Answered(StoreWork.Record);
            current = Here(current);
            _writer.Know(current);
            Merge(current);
        }
        else if (failure is not null)
        {
            Learn(failure);
            _sync!.Failed(StoreWork.Record, failure);
        }
    }

    /// <summary>Learns from a write that has failed.</summary>
    public void Learn(Exception failure)
    {
        foreach (var damaged in DamagedRollouts.Of(failure)?.Damaged ?? [])
        {
            if (RolloutKey.Of(damaged.Flag, damaged.Id) == RolloutKey.Of(Flag, Id))
            {
                AcceptDamage(damaged);
            }
        }
    }

    // A store's record as this process numbers the stages.
    private RolloutRecord Here(RolloutRecord record) => State is { } state ? StageByName.Place(state.Plan, record) : record;

    // Also after the store has taken this node's own record: meanwhile the node may have rolled back.
    private void Merge(RolloutRecord other)
    {
        var known = _live.RecordOf(Flag, Id) is { } record && !RolloutStateMachine.IsStandIn(record) ? record : null;
        if (known is null)
        {
            Adopt(other);
            return;
        }

        var joined = RolloutMerge.Join(known, other);
        if (!RolloutMerge.IsSame(joined, known))
        {
            Publish(joined);
        }
        else if (known.Revision != other.Revision && RolloutMerge.IsSame(known, other))
        {
            // Whoever looks at any node sees the store's version of what they see.
            Publish(known with { Revision = other.Revision });
        }
    }

    // Of an attempt that has ended the last status is kept.
    private RolloutMonitor? MonitorFor(RolloutPlan plan, RolloutRecord record)
    {
        if (plan.Guards.Length == 0 || record.Phase is RolloutPhase.Pending or RolloutPhase.Cancelled or RolloutPhase.RolledBack)
        {
            if (_monitor?.Attempt == record.Attempt)
            {
                _monitor.End(record, _clock.GetUtcNow());
            }

            return null;
        }

        if (_unmonitoredAttempt == record.Attempt || (_monitor?.Attempt != record.Attempt && !TryMonitor(plan, record)))
        {
            return null;
        }

        _monitor!.Update(plan, record, _clock.GetUtcNow());
        return _monitor;
    }

    private bool TryMonitor(RolloutPlan plan, RolloutRecord record)
    {
        try
        {
            _monitor = new RolloutMonitor(plan, record, _sync?.SavedEvidence(Flag, Id, record.Attempt), _fleet, _clock, _logger);
            return true;
        }
        catch (Exception exception)
        {
            _unmonitoredAttempt = record.Attempt;
            Log.RolloutGuardFailed(_logger, Flag, exception);
            return false;
        }
    }
}
