namespace GrayFlags.Rollouts;

/// <summary>What one rollout has with its store: at most one write at a time, and what the store is known to have.</summary>
/// <param name="store">The store.</param>
/// <param name="stored">What was read of it.</param>
internal sealed class StoreExchange(IRolloutStore store, RolloutRecord? stored)
{
    // Long enough not to hammer a store that is down, short enough that nobody waits for it once it is back.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private Task<(RolloutRecord? Current, Exception? Failure)>? _writing;
    private RolloutRecord? _stored = stored is { Revision: > 0 } ? stored : null;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;

    /// <summary>Begins a write. False where one is under way, or where the store has just failed.</summary>
    public bool TryBegin(RolloutRecord record, DateTimeOffset now)
    {
        if (_writing is not null || (now - _failedAt).Duration() < Pause)
        {
            return false;
        }

        _writing = Write(Next(record));
        return true;
    }

    /// <summary>What the store has when a write has ended; null while it is under way, where there is none, or where it failed.</summary>
    /// <param name="now">The time.</param>
    /// <param name="failure">What went wrong, where it failed.</param>
    public RolloutRecord? TryEnd(DateTimeOffset now, out Exception? failure)
    {
        failure = null;
        if (_writing is not { IsCompleted: true } ended)
        {
            return null;
        }

        _writing = null;
        (var current, failure) = ended.Result;
        _failedAt = failure is null ? DateTimeOffset.MinValue : now;
        if (current is not null)
        {
            Know(current);
        }

        return current;
    }

    /// <summary>What was read, or written elsewhere.</summary>
    public void Know(RolloutRecord record) => _stored = _stored is null || record.Revision >= _stored.Revision ? record : _stored;

    /// <summary>The record as it is written: over what the store is known to have.</summary>
    public RolloutRecord Next(RolloutRecord record) => record with { Hold = RolloutHold.None, Revision = _stored?.Revision ?? 0 };

    /// <summary>Whether the store is not known to have what this record says.</summary>
    public bool Lacks(RolloutRecord record) => _stored is null || RolloutMerge.Compare(_stored, record with { Hold = RolloutHold.None }) != 0;

    // Nobody may be there any more to see a task fail: what goes wrong is a result.
    private async Task<(RolloutRecord? Current, Exception? Failure)> Write(RolloutRecord record)
    {
        try
        {
            return ((await store.WriteAsync(record, CancellationToken.None).ConfigureAwait(false)).Current, null);
        }
        catch (Exception exception)
        {
            return (null, exception);
        }
    }
}
