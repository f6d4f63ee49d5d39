#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing, and a caller may still be waiting when the evaluator is disposed.
using GrayFlags.Rollouts.Stores;
using GrayFlags.Snapshots.Persistence;

namespace GrayFlags.Rollouts.Feedback;

/// <summary>Writes an exclusion to the store while its user waits, instead of at the next tick. Thread-safe.</summary>
/// <param name="exclusions">The exclusions.</param>
/// <param name="sync">The connection to the store; null when there is none.</param>
/// <param name="gate">The lock of the rollouts, which guards <paramref name="sync"/>.</param>
/// <param name="clock">Measures the wait.</param>
internal sealed class ExclusionWriter(ExclusionRegistry exclusions, RolloutSync? sync, object gate, TimeProvider clock)
{
    // One write at a time: a caller that waited often finds its exclusion written by the one before.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _failedAt = long.MinValue;

    /// <summary>Writes all exclusions that are not saved.</summary>
    /// <param name="removal">The exclusion that somebody waits for.</param>
    /// <param name="cancellationToken">Ends the wait; the ticks keep trying.</param>
    /// <returns>False when the store has not taken this one in time; the ticks keep trying.</returns>
    public async Task<bool> SaveAsync(RolloutRemoval removal, CancellationToken cancellationToken)
    {
        // Shortly after a failure the store is not awaited again.
        var failedAt = Volatile.Read(ref _failedAt);
        if (sync is null || (failedAt != long.MinValue && clock.GetElapsedTime(failedAt) < OperatorPatience.Longest))
        {
            return exclusions.IsSaved(removal) || sync is null;
        }

        using var patience = new CancellationTokenSource(OperatorPatience.Longest, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        IReadOnlyList<RolloutRemoval> unsaved = [];
        var hasTurn = false;
        try
        {
            await _turn.WaitAsync(stop.Token).ConfigureAwait(false);
            hasTurn = true;
            if (!exclusions.IsSaved(removal))
            {
                unsaved = exclusions.TakeUnsaved();
                await sync.Write([], unsaved, stop.Token).WaitAsync(stop.Token).ConfigureAwait(false);
                exclusions.MarkSaved(unsaved);
                Volatile.Write(ref _failedAt, long.MinValue);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !patience.IsCancellationRequested)
        {
            // The caller's wish says nothing about the store.
            exclusions.Requeue(unsaved);
        }
        catch (Exception exception)
        {
            exclusions.Requeue(unsaved);
            lock (gate)
            {
                Volatile.Write(ref _failedAt, clock.GetTimestamp());
                sync.Failed(StoreWork.Evidence, exception);
            }
        }
        finally
        {
            if (hasTurn)
            {
                _turn.Release();
            }
        }

        return exclusions.IsSaved(removal);
    }
}
