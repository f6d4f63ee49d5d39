using GrayFlags.Rollouts.Stores;
using GrayFlags.Telemetry;

namespace GrayFlags.Rollouts.Control;

/// <content>What the controller has with its store.</content>
internal sealed partial class RolloutController
{
    // Larger only with the store's consent, smaller at once.
    private void Take(RolloutSession run, RolloutRecord record, RolloutRecord next)
    {
        if (ReferenceEquals(next, record))
        {
            return;
        }

        var isStep = (next.Phase, next.Stage, next.Attempt) != (record.Phase, record.Stage, record.Attempt);
        if (!isStep || IsSmaller(next, record) || run.Exchange is null)
        {
            Publish(run, next);
            return;
        }

        if (run.Exchange.TryBegin(next))
        {
            EndWrite(run);
        }

        if (record.Phase == RolloutPhase.Running && StateOf(run) is { } state && state.Record == record)
        {
            Publish(run, record with { WaitReason = RolloutWaitReason.Store });
        }
    }

    // A cancelled rollback is larger: the rules decide again.
    private static bool IsSmaller(RolloutRecord next, RolloutRecord record) =>
        next.Phase is RolloutPhase.RolledBack or RolloutPhase.Paused or RolloutPhase.Withheld || (next.Phase == RolloutPhase.Cancelled && record.Phase != RolloutPhase.RolledBack && record.WaitReason != RolloutWaitReason.Lost);

    private void Save(RolloutSession run)
    {
        if (run.Exchange is { } exchange && RecordOf(run) is { } record && exchange.Lacks(record) && exchange.TryBegin(record))
        {
            EndWrite(run);
        }
    }

    // Where a document has taken the flag away, what is remembered: what was decided is not to be lost with it.
    private RolloutRecord? RecordOf(RolloutSession run) => StateOf(run)?.Record ?? _states.Find(run.Flag, run.Id);

    private bool IsUnsaved(RolloutSession run) => run.Exchange is { } exchange && StateOf(run) is null && RecordOf(run) is { } record && exchange.Lacks(record);

    private void EndWrite(RolloutSession run)
    {
        if (run.Exchange is not { } exchange)
        {
            return;
        }

        if (exchange.TryEnd(out var failure) is { } current)
        {
            _sync!.Answered(StoreWork.Record);
            Merge(run, current);
        }
        else if (failure is not null)
        {
            _sync!.Failed(StoreWork.Record, failure);
        }
    }

    private void TakeRead(DateTimeOffset now)
    {
        if (_sync?.TakeRead() is not { } read)
        {
            return;
        }

        if (read.Damage is { } damage && !_isDamageTold)
        {
            Log.RolloutStoreDamaged(_logger, LogText.Shown(damage));
        }

        if ((_rolloutStore as IRolloutLosses)?.Mended is { } mended && mended != _mendedTold)
        {
            _mendedTold = mended;
            Log.RolloutStoreMended(_logger, LogText.Shown(mended));
        }

        _isDamageTold = read.Damage is not null;

        foreach (var record in read.Records)
        {
            var known = _states.Find(record.Flag, record.Id);
            _states.Remember(known is null ? record : RolloutMerge.Join(known, record));

            // Also where the rules were live before the store had answered: what is live then began as if it were new.
            if (_store.Current.Rollout(record.Flag) is { } state && state.Plan.Id == record.Id && RunOf(state.Plan) is var run && run.Exchange!.Know(record))
            {
                Merge(run, record);
            }
        }

        if (_isDamageTold)
        {
            Lose(now);
        }

        Remover.Load(read.Removals.Removals, now);
        _states.IsLoaded = true;
    }

    /// <summary>Says, for an operator, that what may be lost is not missed.</summary>
    public async Task AcceptLoss(string by, string reason, CancellationToken cancellationToken)
    {
        if (_rolloutStore is IRolloutLosses losses)
        {
            await losses.AcceptLossAsync(cancellationToken).ConfigureAwait(false);
        }

        lock (_gate)
        {
            if (_states.IsDamaged)
            {
                _states.IsDamaged = false;
                Log.RolloutLossAccepted(_logger, LogText.Shown(by, LogText.MaxName), LogText.Shown(reason));
            }
        }
    }

    // Later damage loses nothing: this node knows where everything stands, and writes it again.
    private void Lose(DateTimeOffset now)
    {
        if (_states.IsLoaded)
        {
            return;
        }

        _states.IsDamaged = true;
        foreach (var state in _store.Current.Rollouts.Where(state => state.Record.Changes.Count == 0 && _states.Find(state.Plan.Flag, state.Plan.Id) is null))
        {
            Publish(RunOf(state.Plan), RolloutStateMachine.Lost(state.Plan, state.Record, now));
        }
    }

    // What went live before the store had answered, also in the moment in which it did: what the store does not have is new.
    private void KnowWhatWasUnread(DateTimeOffset now)
    {
        foreach (var state in _store.Current.Rollouts)
        {
            if (RolloutStateMachine.IsUnread(state.Record))
            {
                var begun = RolloutStateMachine.New(state.Plan);
                var record = _states.Find(state.Plan.Flag, state.Plan.Id) ?? (_states.IsDamaged ? RolloutStateMachine.Lost(state.Plan, begun, now) : begun);
                Publish(RunOf(state.Plan), record);
            }
        }
    }

    // Also when the store took what this node wrote: meanwhile the node may have rolled back. Where a document has taken the rollout away it is remembered for when it comes back.
    private void Merge(RolloutSession run, RolloutRecord other)
    {
        var known = RecordOf(run) is { } record && !RolloutStateMachine.IsUnread(record) ? record : null;
        var joined = known is null ? other : RolloutMerge.Join(known, other);
        if (known is null || !RolloutMerge.IsSame(joined, known))
        {
            Publish(run, joined);
        }
    }
}
