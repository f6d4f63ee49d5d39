using GrayFlags.Rollouts.Stores;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Telemetry;

namespace GrayFlags.Rollouts.Control;

/// <content>What an operator's decision that holds already waits for.</content>
internal sealed partial class RolloutController
{
    // One after the other: who waits finds its own written by the one before, as many as there are.
    private readonly SemaphoreSlim _removalTurn = new(1, 1);
    private long _removalsFailedAt = long.MinValue;

    /// <summary>Writes who was taken out, or let in again, without waiting for the next step.</summary>
    /// <returns>False when the store has not taken it in time; the steps go on trying.</returns>
    public async Task<bool> KeepRemoval(RolloutRemoval removal, CancellationToken cancellationToken)
    {
        // Of a store that has just failed nobody waits for another failure.
        var failedAt = Volatile.Read(ref _removalsFailedAt);
        if (_sync is null || (failedAt != long.MinValue && _clock.GetElapsedTime(failedAt) < OperatorPatience.Longest))
        {
            return Remover.IsKept(removal) || _sync is null;
        }

        using var patience = new CancellationTokenSource(OperatorPatience.Longest, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        IReadOnlyList<RolloutRemoval> unsaved = [];
        var hasTurn = false;
        try
        {
            await _removalTurn.WaitAsync(stop.Token).ConfigureAwait(false);
            hasTurn = true;
            if (!Remover.IsKept(removal))
            {
                unsaved = Remover.TakeUnsaved();
                await _sync.Write([], unsaved, stop.Token).WaitAsync(stop.Token).ConfigureAwait(false);
                Remover.Kept(unsaved);
                Volatile.Write(ref _removalsFailedAt, long.MinValue);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !patience.IsCancellationRequested)
        {
            // The caller's wish says nothing about the store.
            Remover.PutBack(unsaved);
        }
        catch (Exception exception)
        {
            Remover.PutBack(unsaved);
            lock (_gate)
            {
                Volatile.Write(ref _removalsFailedAt, _clock.GetTimestamp());
                _sync.Failed(StoreWork.Totals, exception);
            }
        }
        finally
        {
            if (hasTurn)
            {
                _removalTurn.Release();
            }
        }

        return Remover.IsKept(removal);
    }

    // Beside the writes of the timer, which wait longer after a failure: here somebody waits, and may be about to stop the process.
    private async Task Keep(RolloutSession run, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(OperatorPatience.Longest, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        Exception? failure = null;
        try
        {
            while (Unsaved(run) is { } record)
            {
                (var isNews, failure) = await TryKeep(run, record, stop.Token).ConfigureAwait(false);
                if (!isNews)
                {
                    await Task.Delay(OperatorPatience.Pause, _clock, stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            failure = failure is null or OperationCanceledException ? exception : failure;
            Log.RolloutNotSaved(_logger, run.Flag, LogText.Shown(failure.Message));
            throw new GrayNotSavedException(
                $"What was decided on the rollout of '{run.Flag}' holds in this process, but is not saved: a restart before it is saved would take it back. It goes on being tried.", failure);
        }
    }

    private RolloutRecord? Unsaved(RolloutSession run)
    {
        lock (_gate)
        {
            return RecordOf(run) is { } record && run.Exchange!.Lacks(record) ? run.Exchange.Next(record) : null;
        }
    }

    private async Task<(bool IsNews, Exception? Failure)> TryKeep(RolloutSession run, RolloutRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var write = await _rolloutStore!.WriteAsync(record, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            var current = write.Current ?? throw new InvalidDataException("It has no answer.");
            lock (_gate)
            {
                _sync!.Answered(StoreWork.Record);
                var isNews = run.Exchange!.Know(current);
                Merge(run, current);
                Tell(run);
                return (isNews, null);
            }
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _sync!.Failed(StoreWork.Record, exception);
            }

            return (false, exception);
        }
    }
}
