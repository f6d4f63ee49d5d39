#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing, and a caller may still be waiting when the evaluator is disposed.
using GrayFlags.Rollouts.Stores;
using GrayFlags.Snapshots.Persistence;

namespace GrayFlags.Rollouts.Feedback;

/// <summary>Writes exclusions to the store, and reads them, while somebody waits, instead of at the next tick. Thread-safe.</summary>
/// <param name="exclusions">The exclusions.</param>
/// <param name="sync">The connection to the store; null when there is none.</param>
/// <param name="gate">The lock of the rollouts, which guards <paramref name="sync"/>.</param>
/// <param name="clock">Measures the wait.</param>
internal sealed class ExclusionStore(ExclusionRegistry exclusions, RolloutSync? sync, object gate, TimeProvider clock)
{
    // One write at a time: a caller that waited often finds its exclusion written by the one before.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _failedAt = long.MinValue;

    // Shortly after a failure the store is not awaited again.
    private bool HasJustFailed =>
        Volatile.Read(ref _failedAt) is var failedAt && failedAt != long.MinValue && clock.GetElapsedTime(failedAt) < OperatorPatience.Longest;

    /// <summary>Reads the exclusions that other processes have written since the last read. A store that does not answer in time adds none.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes once they are in effect here.</returns>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (sync is null || HasJustFailed)
        {
            return;
        }

        using var patience = new CancellationTokenSource(OperatorPatience.Longest, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            exclusions.Load(await sync.ReadNewRemovals(stop.Token).WaitAsync(stop.Token).ConfigureAwait(false), areAll: false, clock.GetUtcNow());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !patience.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            NoteFailure(StoreWork.Removals, exception);
        }
    }

    /// <summary>Writes all exclusions that are not saved.</summary>
    /// <param name="removal">The exclusion that somebody waits for.</param>
    /// <param name="cancellationToken">Ends the wait; the ticks keep trying.</param>
    /// <returns>False when the store has not taken this one in time; the ticks keep trying.</returns>
    public async Task<bool> SaveAsync(RolloutRemoval removal, CancellationToken cancellationToken)
    {
        if (sync is null || HasJustFailed)
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
            NoteFailure(StoreWork.Evidence, exception);
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

    private void NoteFailure(StoreWork work, Exception exception)
    {
        lock (gate)
        {
            Volatile.Write(ref _failedAt, clock.GetTimestamp());
            sync!.Failed(work, exception);
        }
    }
}
