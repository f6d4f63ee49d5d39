using GrayFlags.Rollouts.Control;

namespace GrayFlags.Rollouts.Stores;

/// <summary>Writes the record of one rollout, at most one write at a time, and tracks the store's latest known record.</summary>
internal sealed class RecordWriter(IRolloutStore store, TimeProvider clock)
{
    // Long enough not to hammer a store that is down, short enough to notice soon that it is back.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private StoreCall<RolloutWrite>? _writing;
    private RolloutRecord? _stored;
    private long _knownAt;
    private long? _damaged;
    private bool _mayReplace;
    private long? _failedAt;

    /// <summary>True while the store has a record that cannot be read.</summary>
    public bool IsDamaged => _damaged is not null;

    /// <summary>Begins a write; returns false when one is under way, or the store has just failed.</summary>
    public bool TryBegin(RolloutRecord record)
    {
        if (_writing is not null || (_failedAt is { } failedAt && clock.GetElapsedTime(failedAt) < Pause))
        {
            return false;
        }

        var next = Next(record);
        _writing = new StoreCall<RolloutWrite>(stop => store.WriteAsync(next, stop), clock);
        return true;
    }

    /// <summary>
    /// Ends a write. Returns the store's record, which <see cref="Know"/> has to be told; null while the write is under way, when there is none, or when it
    /// failed.
    /// </summary>
    /// <param name="failure">The failure, when it failed.</param>
    public RolloutRecord? TryEnd(out Exception? failure)
    {
        failure = null;
        if (_writing is null || !_writing.TryEnd(clock, out var write, out failure))
        {
            return null;
        }

        _writing = null;
        _failedAt = failure is null ? null : clock.GetTimestamp();
        return failure is null ? write.Current : null;
    }

    /// <summary>Allows a write at once, even when the store has just failed.</summary>
    public void Retry() => _failedAt = null;

    /// <summary>Learns the store's record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="readAt">The timestamp at which a read began, which may be older than a later write; null for the answer to a write.</param>
    /// <returns>True when it is new.</returns>
    public bool Know(RolloutRecord record, long? readAt = null)
    {
        // An older record that a later call has found is what a store has that took over from another one, and has not got the last writes.
        var isOlder = record.Revision < _stored?.Revision && readAt <= _knownAt;
        if (isOlder || (record.Revision == _stored?.Revision && RolloutMerge.IsSame(_stored, record)))
        {
            (_damaged, _mayReplace) = isOlder ? (_damaged, _mayReplace) : (null, false);
            return false;
        }

        (_stored, _knownAt, _damaged, _mayReplace) = (record, clock.GetTimestamp(), null, false);
        return true;
    }

    /// <summary>Learns that the store has a record that cannot be read.</summary>
    /// <param name="revision">Its revision.</param>
    /// <param name="readAt">The timestamp at which a read began, which may be older than a later write; null for the answer to a write.</param>
    public void KnowDamaged(long revision, long? readAt = null)
    {
        if (readAt is null || readAt > _knownAt)
        {
            _damaged = revision;
        }
    }

    /// <summary>Allows the next write to replace a record that cannot be read: an operator has decided on the rollout.</summary>
    public void AllowReplacing() => _mayReplace = true;

    /// <summary>
    /// True while a record is not written, since the store's own cannot be read: it may be a later one. A rollback is where every rollout may end.
    /// </summary>
    public bool IsHeld(RolloutRecord record) => IsDamaged && !_mayReplace && record.Phase != RolloutPhase.RolledBack;

    /// <summary>Learns that the store has no record.</summary>
    /// <param name="readAt">The timestamp at which the read began.</param>
    public void KnowNone(long readAt)
    {
        if (readAt > _knownAt)
        {
            (_stored, _damaged, _mayReplace) = (null, null, false);
        }
    }

    /// <summary>The record as it is written: based on the store's revision, and joined with the store's record when that is ahead.</summary>
    public RolloutRecord Next(RolloutRecord record)
    {
        var next = _stored is { } stored && RolloutMerge.IsPast(stored, record) ? RolloutMerge.Join(stored, record) : record;
        return Written(next, _damaged ?? _stored?.Revision ?? 0);
    }

    /// <summary>The record as a store gets it, in place of a revision: each node finds out by itself what a stage waits for, except a loss.</summary>
    public static RolloutRecord Written(RolloutRecord record, long revision) => record with
    {
        WaitReason = record.WaitReason == RolloutWaitReason.Lost ? RolloutWaitReason.Lost : RolloutWaitReason.None,
        Revision = revision,
    };

    /// <summary>True unless the store is known to have this record.</summary>
    public bool Lacks(RolloutRecord record) => IsDamaged || _stored is null || !RolloutMerge.IsSame(_stored, record);
}
