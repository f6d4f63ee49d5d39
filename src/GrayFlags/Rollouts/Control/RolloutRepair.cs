using GrayFlags.Documents.Problems;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>
/// Replaces the records that the store cannot read, once an operator has accepted their loss: by what this node knows of each rollout; by a new record, which
/// every other node's wins over, where it knows nothing.
/// </summary>
/// <remarks>Decides and takes in answers under <see cref="RolloutSessions.Gate"/>, and awaits the store outside it.</remarks>
internal sealed class RolloutRepair(RolloutSessions sessions, LiveRollouts live, IRolloutStore store, TimeProvider clock, ILogger logger)
{
    private const string Known = "what this node knew of it was written in its place";
    private const string Unknown = "this node did not know it, and wrote a new one, unless another node knows better";
    private const string Anew = "no node knew it, and another attempt begins";

    // Of a rollout that no live rule has: more attempts are seldom.
    private const int MostAttempts = 20;

    // Within a second or two every node that knows the rollout has written what it knows.
    private static readonly TimeSpan UntilOthersHaveWritten = OperatorPatience.Longest;

    /// <summary>Replaces them; returns false when there is none.</summary>
    public async Task<bool> ReplaceAsync(string by, string reason, CancellationToken cancellationToken)
    {
        IReadOnlyList<DamagedRollout> damaged;
        try
        {
            await store.ReadAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (InvalidDataException exception)
        {
            damaged = DamagedRollouts.Of(exception)?.Damaged ?? [];
        }

        var unknown = new List<RolloutRecord>();
        foreach (var rollout in damaged)
        {
            var known = KnownOf(rollout);
            var written = await WriteAsync(known ?? NewOf(rollout), rollout, cancellationToken).ConfigureAwait(false);
            Report(written, by, reason, known is null ? Unknown : Known);
            if (known is null)
            {
                unknown.Add(written);
            }
        }

        if (unknown.Count > 0)
        {
            await BeginAnewAsync(unknown, by, reason, cancellationToken).ConfigureAwait(false);
        }

        return damaged.Count > 0;
    }

    // The evidence of an attempt that nobody knows is at some later stage of it: the one that begins has none.
    private async Task BeginAnewAsync(IReadOnlyList<RolloutRecord> unknown, string by, string reason, CancellationToken cancellationToken)
    {
        var earlier = new List<(RolloutRecord Record, int Attempt)>();
        foreach (var record in unknown)
        {
            if (await LastAttemptAsync(record, cancellationToken).ConfigureAwait(false) is > 0 and var attempt)
            {
                earlier.Add((record, attempt));
            }
        }

        if (earlier.Count == 0)
        {
            return;
        }

        await Task.Delay(UntilOthersHaveWritten, clock, cancellationToken).ConfigureAwait(false);
        var records = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (record, attempt) in earlier)
        {
            var current = records.FirstOrDefault(current => RolloutKey.Of(current.Flag, current.Id) == RolloutKey.Of(record.Flag, record.Id));
            if (current is null || !IsOfThisRepair(current, record))
            {
                continue;
            }

            var next = new RolloutRecord { Flag = record.Flag, Id = record.Id, Attempt = attempt + 1 };
            await WriteAsync(next, new DamagedRollout(record.Flag, record.Id, current.Revision), cancellationToken).ConfigureAwait(false);
            Report(record, by, reason, Anew);
        }
    }

    private void Report(RolloutRecord record, string by, string reason, string outcome) => Log.RolloutRecordReplaced(
        logger, LogSafeText.Name(record.Flag), LogSafeText.Name(record.Id), LogSafeText.Name(by), LogSafeText.Sentence(reason), outcome);

    // Nothing but its own beginning has happened to it since.
    private static bool IsOfThisRepair(RolloutRecord current, RolloutRecord written) =>
        current.Revision == written.Revision
        || (current is { Attempt: 1, Stage: 0, Epoch: 0, Phase: RolloutPhase.Running, Changes: [{ From: RolloutPhase.Pending }] }
            && current.Revision == written.Revision + 1);

    private async Task<int> LastAttemptAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        if (store is not IRolloutLog log)
        {
            return 0;
        }

        var most = live.Find(record.Flag, record.Id)?.Plan.OnRollback.MaxAttempts ?? MostAttempts;
        for (var attempt = 1; attempt <= most; attempt++)
        {
            if (await log.ReadCheckpointAsync(record.Flag, record.Id, attempt, cancellationToken).ConfigureAwait(false) is not null)
            {
                return attempt;
            }
        }

        return 0;
    }

    private RolloutRecord? KnownOf(DamagedRollout rollout)
    {
        lock (sessions.Gate)
        {
            return live.RecordOf(rollout.Flag, rollout.Id) is { } record && !RolloutStateMachine.IsStandIn(record) ? record : null;
        }
    }

    private RolloutRecord NewOf(DamagedRollout rollout)
    {
        lock (sessions.Gate)
        {
            return live.Find(rollout.Flag, rollout.Id) is { } state
                ? RolloutStateMachine.New(state.Plan)
                : new RolloutRecord { Flag = rollout.Flag, Id = rollout.Id };
        }
    }

    private async Task<RolloutRecord> WriteAsync(RolloutRecord record, DamagedRollout replaced, CancellationToken cancellationToken)
    {
        var write = await store.WriteAsync(RecordWriter.Written(record, replaced.Revision), cancellationToken).ConfigureAwait(false);
        var current = write.GetRecord();
        lock (sessions.Gate)
        {
            if (live.Find(current.Flag, current.Id) is { } state)
            {
                sessions.Of(state.Plan).AcceptWrite(current);
            }
        }

        return current;
    }
}
