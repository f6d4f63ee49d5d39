using GrayFlags.Documents.Problems;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Rules.Plans;
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
    private readonly RolloutRepair _repair = new(sessions, live, store!, clock, logger);

    /// <summary>Executes a command: at once when it makes the rollout smaller; otherwise only once the store has taken it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="request">The operator, the reason, and the revision that the rollout has to have.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The state after the command; or the state that is there, which is not the expected one.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout.</exception>
    /// <exception cref="InvalidOperationException">The command does not apply to the rollout's phase.</exception>
    /// <exception cref="GrayNotSavedException">The command is in effect, but the store has not taken it in time.</exception>
    public async Task<CommandResult> ExecuteAsync(RolloutCommand command, string flag, OperatorRequest request, CancellationToken cancellationToken)
    {
        var (mayRead, isCompared) = (store is not null, store is null || request.ExpectedRevision is null);
        var isReplacing = false;
        while (true)
        {
            var step = Decide(command, flag, request, mayRead, isCompared);
            RolloutWrite? write;
            switch (step.Kind)
            {
                case CommandStepKind.Conflict:
                    return new CommandResult(step.Before, IsConflict: true);
                case CommandStepKind.Read:
                    mayRead = false;
                    await ReadAsync(step.Before.Plan, cancellationToken).ConfigureAwait(false);
                    continue;
                case CommandStepKind.Published:
                    await SaveAsync(step.Session, cancellationToken).ConfigureAwait(false);
                    return new CommandResult(StateAfter(step.Session, step.Before, step.Next));
                case CommandStepKind.Write:
                    write = await WriteAsync(step, mayReplace: !isReplacing, cancellationToken).ConfigureAwait(false);
                    if (write is null)
                    {
                        isReplacing = true;
                        continue;
                    }

                    break;
                default:
                    write = await TryWriteStopAsync(step.Next, cancellationToken).ConfigureAwait(false);
                    break;
            }

            if (write is null)
            {
                isCompared = true;
                if (CameByItself(flag, step.Next) is { } state)
                {
                    return new CommandResult(state);
                }

                continue;
            }

            mayRead = false;
            var current = write.Value.GetRecord();
            lock (sessions.Gate)
            {
                step.Session.AcceptWrite(current);
                if (write.Value.IsWritten)
                {
                    return new CommandResult(StateAfter(step.Session, step.Before, current));
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

        var isReplaced = store is not null && await _repair.ReplaceAsync(by, reason, cancellationToken).ConfigureAwait(false);
        lock (sessions.Gate)
        {
            var isAccepted = states.IsDamaged || isReplaced;
            foreach (var attempt in sessions.OfFleet)
            {
                isAccepted |= attempt.AcceptLoss();
            }

            if (isAccepted)
            {
                states.IsDamaged = false;
                Log.RolloutLossAccepted(logger, LogSafeText.Name(by), LogSafeText.Sentence(reason));
            }
        }
    }

    // Null after the store's record turned out to be one that cannot be read: the next try replaces it.
    private async Task<RolloutWrite?> WriteAsync(CommandStep step, bool mayReplace, CancellationToken cancellationToken)
    {
        try
        {
            return await store!.WriteAsync(step.Next, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException exception) when (mayReplace && DamagedRollouts.Of(exception) is not null)
        {
            lock (sessions.Gate)
            {
                step.Session.Learn(exception);
            }

            return null;
        }
    }

    // When a document has just taken the rollout away, the decision is remembered until it comes back.
    private static RolloutState StateAfter(RolloutSession session, RolloutState before, RolloutRecord record) =>
        session.State ?? new RolloutState(before.Plan, record, before.Removed, before.ClockAhead);

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
                var (isNew, problem) = await TryWriteAsync(session, record, stop.Token).ConfigureAwait(false);
                failure = problem is OperationCanceledException ? failure : problem;
                if (!isNew)
                {
                    await Task.Delay(OperatorPatience.Pause, clock, stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            var cause = OperatorPatience.CauseOf(failure, exception, cancellationToken);
            Log.RolloutNotSaved(logger, session.Flag, LogSafeText.Sentence(cause.Message));
            throw new GrayNotSavedException(
                $"The decision on the rollout of '{session.Flag}' is in effect in this process, but not saved: a restart before it is saved would undo it. "
                + "Saving is retried.",
                cause);
        }
    }

    private CommandStep Decide(RolloutCommand command, string flag, OperatorRequest request, bool mayRead, bool isCompared)
    {
        lock (sessions.Gate)
        {
            sessions.FollowClock();
            var before = live.Find(flag) ?? throw new ArgumentException($"Flag '{flag}' has no rollout.", nameof(flag));
            var session = sessions.Of(before.Plan);
            if (request.ExpectedRevision is { } expected && expected != RolloutStatus.RevisionOf(before.Record))
            {
                return new CommandStep(mayRead ? CommandStepKind.Read : CommandStepKind.Conflict, session, before, before.Record);
            }

            var next = command.Next(InputsOf(before, request.By, request.Reason));
            session.AllowReplacing();
            if (session.NeedsConsent(before.Record, next))
            {
                return new CommandStep(CommandStepKind.Write, session, before, session.NextWrite(next));
            }

            if (!isCompared)
            {
                return new CommandStep(CommandStepKind.WriteStop, session, before, session.NextWrite(next));
            }

            session.Publish(next);
            session.Notify();
            return new CommandStep(CommandStepKind.Published, session, before, next);
        }
    }

    // A write without an answer may have come to the store, and from there back by a read.
    private RolloutState? CameByItself(string flag, RolloutRecord next)
    {
        lock (sessions.Gate)
        {
            return live.Find(flag) is { } state && state.Record.Changes.Contains(next.Changes[^1]) ? state : null;
        }
    }

    // A stop on top of the record that was compared; null when the store does not answer, and stopping must not wait for it.
    private async Task<RolloutWrite?> TryWriteStopAsync(RolloutRecord next, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(OperatorPatience.Comparison, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await store!.WriteAsync(next, stop.Token).WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Note(StoreWork.Record, exception);
            return null;
        }
    }

    // This instance may be a moment behind the one that the operator has looked at.
    private async Task ReadAsync(RolloutPlan plan, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(OperatorPatience.Comparison, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var begunAt = clock.GetTimestamp();
        try
        {
            var records = await store!.ReadAsync(stop.Token).WaitAsync(stop.Token).ConfigureAwait(false);
            lock (sessions.Gate)
            {
                if (records?.LastOrDefault(record => RolloutKey.Of(record.Flag, record.Id) == RolloutKey.Of(plan.Flag, plan.Id)) is { } read)
                {
                    sessions.Of(plan).AcceptRead(read, begunAt);
                }
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Note(StoreWork.Read, exception);
        }
    }

    private void Note(StoreWork work, Exception exception)
    {
        lock (sessions.Gate)
        {
            sync!.Failed(work, exception);
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
                session.Learn(exception);
                sync!.Failed(StoreWork.Record, exception);
            }

            return (false, exception);
        }
    }
}
