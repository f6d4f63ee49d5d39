using GrayFlags.Documents.Problems;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Snapshots;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>Executes operators' commands. Thread-safe.</summary>
/// <remarks>Decides and takes in answers under <see cref="RolloutSessions.Gate"/>, and awaits the store outside it.</remarks>
internal sealed class RolloutCommands(
    RolloutSessions sessions, LiveRollouts live, RolloutStateRegistry states, IRolloutStore? store, RolloutSync? sync, TimeProvider clock, ILogger logger)
{
    /// <summary>Executes a command: at once when it makes the rollout smaller; otherwise only once the store has taken it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">The operator's reason.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The state after the command.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout.</exception>
    /// <exception cref="InvalidOperationException">The command does not apply to the rollout's phase.</exception>
    /// <exception cref="GrayNotSavedException">The command is in effect, but the store has not taken it in time.</exception>
    public async Task<RolloutState> ExecuteAsync(RolloutCommand command, string flag, string by, string reason, CancellationToken cancellationToken)
    {
        while (true)
        {
            RolloutSession session;
            RolloutState before;
            RolloutRecord next;
            bool needsConsent;
            lock (sessions.Gate)
            {
                sessions.FollowClock();
                before = live.Find(flag) ?? throw new ArgumentException($"Flag '{flag}' has no rollout.", nameof(flag));
                session = sessions.Of(before.Plan);
                next = command.Next(InputsOf(before, by, reason));
                needsConsent = session.NeedsConsent(before.Record, next);
                if (needsConsent)
                {
                    next = session.NextWrite(next);
                }
                else
                {
                    session.Publish(next);
                    session.Notify();
                }
            }

            if (!needsConsent)
            {
                await SaveAsync(session, cancellationToken).ConfigureAwait(false);
                return StateAfter(session, before, next);
            }

            var write = await store!.WriteAsync(next, cancellationToken).ConfigureAwait(false);
            var current = write.GetRecord();
            lock (sessions.Gate)
            {
                session.AcceptWrite(current);
                if (write.IsWritten)
                {
                    return StateAfter(session, before, current);
                }
            }
        }
    }

    /// <summary>Accepts that records may be lost: a rollout without a record is a new one from now on.</summary>
    public async Task AcceptLossAsync(string by, string reason, CancellationToken cancellationToken)
    {
        if (store is IRolloutLosses losses)
        {
            await losses.AcceptLossAsync(cancellationToken).ConfigureAwait(false);
        }

        lock (sessions.Gate)
        {
            if (states.IsDamaged)
            {
                states.IsDamaged = false;
                Log.RolloutLossAccepted(logger, LogSafeText.Name(by), LogSafeText.Sentence(reason));
            }
        }
    }

    // When a document has just taken the rollout away, the decision is remembered until it comes back.
    private static RolloutState StateAfter(RolloutSession session, RolloutState before, RolloutRecord record) =>
        session.State ?? new RolloutState(before.Plan, record, before.Removed);

    private RolloutCommandInputs InputsOf(RolloutState state, string by, string reason)
    {
        var known = RolloutStateMachine.IsUnread(state.Record) ? state with { Record = RolloutStateMachine.New(state.Plan) } : state;
        return new RolloutCommandInputs(
            known.Plan,
            known.Record,
            () => sessions.MonitorOf(known)?.Acknowledge(known.Record.Acknowledged) ?? known.Record.Acknowledged,
            by,
            reason,
            clock.GetUtcNow());
    }

    // Beside the ticker's writes, which wait longer after a failure: here an operator waits, who may be about to stop the process.
    private async Task SaveAsync(RolloutSession session, CancellationToken cancellationToken)
    {
        if (store is null)
        {
            return;
        }

        using var patience = new CancellationTokenSource(OperatorPatience.Longest, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        Exception? failure = null;
        try
        {
            while (UnsavedOf(session) is { } record)
            {
                (var isNew, failure) = await TryWriteAsync(session, record, stop.Token).ConfigureAwait(false);
                if (!isNew)
                {
                    await Task.Delay(OperatorPatience.Pause, clock, stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            failure = failure is null or OperationCanceledException ? exception : failure;
            Log.RolloutNotSaved(logger, session.Flag, LogSafeText.Sentence(failure.Message));
            throw new GrayNotSavedException(
                $"The decision on the rollout of '{session.Flag}' is in effect in this process, but not saved: a restart before it is saved would undo it. "
                + "Saving is retried.",
                failure);
        }
    }

    private RolloutRecord? UnsavedOf(RolloutSession session)
    {
        lock (sessions.Gate)
        {
            return session.Unsaved;
        }
    }

    private async Task<(bool IsNew, Exception? Failure)> TryWriteAsync(RolloutSession session, RolloutRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var write = await store!.WriteAsync(record, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            var current = write.GetRecord();
            lock (sessions.Gate)
            {
                sync!.Answered(StoreWork.Record);
                return (session.AcceptWrite(current), null);
            }
        }
        catch (Exception exception)
        {
            lock (sessions.Gate)
            {
                sync!.Failed(StoreWork.Record, exception);
            }

            return (false, exception);
        }
    }
}
