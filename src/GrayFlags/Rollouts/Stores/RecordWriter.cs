using GrayFlags.Rollouts.Control;

namespace GrayFlags.Rollouts.Stores;

/// <summary>What one rollout has with its store: at most one write at a time, and what the store is known to have.</summary>
internal sealed class RecordWriter(IRolloutStore store, TimeProvider clock)
{
    // Long enough not to hammer a store that is down, short enough that nobody waits for it once it is back.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private StoreCall<RolloutWrite>? _writing;
    private RolloutRecord? _stored;
    private long? _failedAt;

    /// <summary>Begins a write. False where one is under way, or where the store has just failed.</summary>
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

    /// <summary>What the store has when a write has ended; null while it is under way, where there is none, or where it failed.</summary>
    /// <param name="failure">What went wrong, where it failed.</param>
    public RolloutRecord? TryEnd(out Exception? failure)
    {
        failure = null;
        if (_writing is null || !_writing.TryEnd(clock, out var write, out failure))
        {
            return null;
        }

        _writing = null;
        _failedAt = failure is null ? null : clock.GetTimestamp();
        if (failure is not null || write.Current is not { } current)
        {
            return null;
        }

        Know(current);
        return current;
    }

    /// <summary>Asks the store again at once, also where it has just failed.</summary>
    public void Retry() => _failedAt = null;

    /// <summary>What was read, or written elsewhere.</summary>
    /// <returns>Whether it is news: what was read may be older than what was written since.</returns>
    public bool Know(RolloutRecord record)
    {
        if (_stored is { } stored && (record.Revision < stored.Revision || (record.Revision == stored.Revision && RolloutMerge.IsSame(stored, record))))
        {
            return false;
        }

        _stored = record;
        return true;
    }

    /// <summary>The record as it is written: over what the store is known to have, and never without what that has come to.</summary>
    public RolloutRecord Next(RolloutRecord record)
    {
        var next = _stored is { } stored && RolloutMerge.IsPast(stored, record) ? RolloutMerge.Join(stored, record) : record;

        // Every node finds out for itself what a stage waits for, but not that something was lost.
        return next with { WaitReason = next.WaitReason == RolloutWaitReason.Lost ? RolloutWaitReason.Lost : RolloutWaitReason.None, Revision = _stored?.Revision ?? 0 };
    }

    /// <summary>Whether the store is not known to have what this record says.</summary>
    public bool Lacks(RolloutRecord record) => _stored is null || !RolloutMerge.IsSame(_stored, record);
}
