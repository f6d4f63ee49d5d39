using GrayFlags.Rollouts.Stores;

namespace GrayFlags.Rollouts.Fleet;

/// <summary>Reads and writes the checkpoints of this node's attempts, one call of each at a time.</summary>
internal sealed class FleetCheckpoints(IRolloutLog log, FleetClock clock, RolloutSync sync)
{
    private const string Episodes = "alone";

    // A call that ends at once may want another one; what is refused for ever is not asked for ever.
    private const int MostAtOnce = 4;

    private readonly Dictionary<FleetAttempt, StoreCall<Action>> _calls = [];
    private readonly Dictionary<FleetAttempt, RolloutCheckpoint> _ofOthers = [];
    private readonly Dictionary<FleetAttempt, RolloutCheckpoint> _lost = [];

    /// <summary>Ends the calls that have an answer, and begins those that are wanted.</summary>
    /// <param name="attempts">The attempts.</param>
    /// <param name="end">The end of the log.</param>
    /// <param name="isCutOff">True when the store does not answer: nothing new is asked of it.</param>
    public void Tick(IReadOnlyList<FleetAttempt> attempts, long end, bool isCutOff)
    {
        foreach (var attempt in attempts)
        {
            End(attempt);

            for (var call = 0; call < MostAtOnce && !isCutOff && !_calls.ContainsKey(attempt) && Wanted(attempt, end, attempts) is { } work; call++)
            {
                _calls[attempt] = new StoreCall<Action>(work, clock);
                if (!End(attempt))
                {
                    break;
                }
            }
        }

        foreach (var gone in _calls.Keys.Concat(_ofOthers.Keys).Concat(_lost.Keys).Except(attempts).ToList())
        {
            _lost.Remove(gone);
            _calls.Remove(gone);
            _ofOthers.Remove(gone);
        }
    }

    // True when a call has ended well.
    private bool End(FleetAttempt attempt)
    {
        if (!_calls.TryGetValue(attempt, out var call) || !call.TryEnd(clock, out var accept, out var failure))
        {
            return false;
        }

        _calls.Remove(attempt);
        if (failure is not null || accept is null)
        {
            sync.Failed(StoreWork.Checkpoint, failure ?? new InvalidDataException("The store returned no answer."));
            return false;
        }

        sync.Answered(StoreWork.Checkpoint);
        accept();
        return true;
    }

    private Func<CancellationToken, Task<Action>>? Wanted(FleetAttempt attempt, long end, IReadOnlyList<FleetAttempt> attempts)
    {
        if (attempt is { IsBlind: true, IsAlone: false, Episode: null })
        {
            return stop => NumberAsync(attempt, stop);
        }

        if (attempt.IsBlocked)
        {
            return null;
        }

        if (!attempt.IsReady)
        {
            if (_ofOthers.Remove(attempt, out var stored))
            {
                if (attempt.WithGuardsOfNow(stored) is { } anew)
                {
                    return stop => ReplaceAsync(attempt, anew, stop);
                }

                // Of another edition of the library: it is not read again every second.
                attempt.Block();
                return null;
            }

            if (_lost.Remove(attempt, out var lost))
            {
                var empty = attempt.AnewCheckpoint(end, lost);
                return stop => ReplaceAsync(attempt, empty, stop);
            }

            var first = attempt.FirstCheckpoint(end);
            return stop => LoadAsync(attempt, first, stop);
        }

        if (attempt.HasOtherGuards)
        {
            var changed = attempt.Checkpoint();
            return stop => ReplaceAsync(attempt, changed, stop);
        }

        if (attempt.Episode is null)
        {
            return stop => NumberAsync(attempt, stop);
        }

        if (!attempt.WantsCheckpoint)
        {
            return attempt.WantsRead ? stop => ReadAsync(attempt, stop)
                : attempt.WantsLook ? stop => LookAsync(attempt, stop)
                : null;
        }

        var checkpoint = attempt.Checkpoint();
        var before = attempts.Min(other => other == attempt ? checkpoint.Position : other.IsReady ? other.SavedPosition : 0) + 1;
        return stop => SaveAsync(attempt, checkpoint, before, stop);
    }

    private async Task<Action> NumberAsync(FleetAttempt attempt, CancellationToken cancellationToken)
    {
        var number = await log.TakeNumberAsync($"{Episodes} {attempt.Rollout.Flag} {attempt.Id} {attempt.Attempt}", cancellationToken).ConfigureAwait(false);
        return () => attempt.Episode = number;
    }

    // Whoever is first says where the attempt begins in the log.
    private async Task<Action> LoadAsync(FleetAttempt attempt, RolloutCheckpoint first, CancellationToken cancellationToken)
    {
        var stored = await log.ReadCheckpointAsync(attempt.Flag, attempt.Id, attempt.Attempt, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            var write = await log.WriteCheckpointAsync(first with { Revision = 0 }, cancellationToken).ConfigureAwait(false);
            stored = write.Current ?? throw new InvalidDataException("The store returned no checkpoint.");
        }

        return () => Accept(attempt, stored);
    }

    // Of the whole there are megabytes where many users call, and it is seldom another one.
    private async Task<Action> LookAsync(FleetAttempt attempt, CancellationToken cancellationToken)
    {
        var head = await log.ReadCheckpointHeadAsync(attempt.Flag, attempt.Id, attempt.Attempt, cancellationToken).ConfigureAwait(false);
        return () => attempt.Look(head);
    }

    private async Task<Action> ReadAsync(FleetAttempt attempt, CancellationToken cancellationToken)
    {
        var stored = await log.ReadCheckpointAsync(attempt.Flag, attempt.Id, attempt.Attempt, cancellationToken).ConfigureAwait(false);
        return () => attempt.Look(stored);
    }

    private async Task<Action> ReplaceAsync(FleetAttempt attempt, RolloutCheckpoint anew, CancellationToken cancellationToken)
    {
        var write = await log.WriteCheckpointAsync(anew, cancellationToken).ConfigureAwait(false);
        var current = write.Current ?? throw new InvalidDataException("The store returned no checkpoint.");
        return () => Accept(attempt, current);
    }

    private async Task<Action> SaveAsync(FleetAttempt attempt, RolloutCheckpoint checkpoint, long before, CancellationToken cancellationToken)
    {
        var write = await log.WriteCheckpointAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        if (write.Current is not { } current)
        {
            // The store has forgotten it, and the log with it.
            return attempt.Reset;
        }

        if (!write.IsWritten)
        {
            return () => attempt.MarkOvertaken(current);
        }

        await log.TrimAsync(before, cancellationToken).ConfigureAwait(false);
        return () => attempt.MarkSaved(current);
    }

    // A node that has the evidence in memory mends the checkpoint at its next look. Only if none has come by then, and an operator has accepted the loss,
    // does the evidence begin anew.
    private void Lose(FleetAttempt attempt, RolloutCheckpoint damaged)
    {
        if (attempt.IsLossAccepted)
        {
            _lost[attempt] = damaged;
            return;
        }

        attempt.MarkDamaged(FleetAttempt.CheckpointDamage);
        attempt.Block();
    }

    private void Accept(FleetAttempt attempt, RolloutCheckpoint stored)
    {
        if (attempt.IsForgotten(stored))
        {
            _lost[attempt] = stored;
            return;
        }

        if (attempt.TryLoad(stored))
        {
            return;
        }

        if (attempt.IsReady)
        {
            // Its own guards changed, and somebody was faster: the next try replaces what is there now.
            attempt.MarkOvertaken(stored);
        }
        else if (FleetState.IsDamaged(stored.State))
        {
            Lose(attempt, stored);
        }
        else
        {
            _ofOthers[attempt] = stored;
        }
    }
}
