using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GrayFlags.Rollouts.Fleet;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>A node's way to the engine, which may be cut in one direction or in both. Everything is answered at once.</summary>
internal sealed class NodeLink(SimulatedEngine engine, Sabotage sabotage = Sabotage.None, TimeProvider? clock = null) : IRolloutLog
{
    private readonly ConcurrentQueue<Action> _late = new();
    private int _reads;
    private long _member;

    /// <summary>True: nothing reaches the engine.</summary>
    public bool IsCut { get; set; }

    /// <summary>True: what is asked is done, and the answer gets lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>True: what is asked is done, and the answer comes at the next <see cref="Release"/>.</summary>
    public bool IsSlow { get; set; }

    /// <summary>True: it may be read and takes nothing, as a standby does, or from a user who may only read.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>True: the log cannot be read.</summary>
    public bool HidesLog { get; set; }

    /// <summary>True: who was taken out cannot be read.</summary>
    public bool HidesRemovals { get; set; }

    /// <summary>True: a node that starts is told of changes.</summary>
    public bool Pushes { get; init; }

    /// <summary>The batches of which the node was told that the engine has them.</summary>
    public List<(long Member, long Sequence)> Acknowledged { get; } = [];

    /// <summary>The batches that have reached the engine, whatever became of them there.</summary>
    public HashSet<(long Member, long Sequence)> Sent { get; } = [];

    /// <summary>The number of reads of the log.</summary>
    public int LogReads { get; private set; }

    /// <summary>How often all records were read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>The number of times that a whole checkpoint was read.</summary>
    public int WholeCheckpoints { get; private set; }

    /// <summary>The number of times that the head of a checkpoint was read.</summary>
    public int CheckpointHeads { get; private set; }

    /// <summary>True: each batch arrives twice.</summary>
    public bool Duplicates { get; set; }

    /// <summary>Lets the answers arrive that are under way.</summary>
    public void Release()
    {
        // Under the context of a test what awaits an answer would go on elsewhere, at some other time: one seed is to be one run.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            for (var count = _late.Count; count > 0 && _late.TryDequeue(out var answer); count--)
            {
                answer();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return Do(engine.ReadAsync);
    }

    public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken) =>
        Write(async () =>
        {
            await Task.CompletedTask;
            return engine.Write(record);
        });

    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A fleet's store is not asked for the evidence of nodes.");

    public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A fleet's store is not asked for the evidence of nodes.");

    public Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken) =>
        Write(() => engine.WriteAsync(removals));

    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) =>
        Do(() => HidesRemovals ? throw new FormatException("it is damaged") : engine.ReadRemovalsAsync(cursor));

    public Task<long> TakeNumberAsync(string counter, CancellationToken cancellationToken) => Write(() => Task.FromResult(
        counter == "members" ? engine.TakeMember() : engine.Write(log => log.TakeNumberAsync(counter, CancellationToken.None))));

    public Task AppendAsync(RolloutLogBatch batch, CancellationToken cancellationToken) => Write(() =>
    {
        var isLost = sabotage == Sabotage.AcknowledgedBeforeCommit && batch.Sequence % 5 == 0;
        var sent = sabotage == Sabotage.DropsTheCanary && batch.Sequence % 3 == 0 ? batch with { Payload = WithoutCanary(batch.Payload) } : batch;
        for (var times = isLost ? 0 : Duplicates ? 2 : 1; times > 0; times--)
        {
            engine.Write(log => Done(log.AppendAsync(sent, CancellationToken.None)), sabotage == Sabotage.ClockOfTheNode ? clock!.GetUtcNow() : null);
        }

        Sent.Add((batch.Member, batch.Sequence));
        if (!LosesAnswers)
        {
            Acknowledged.Add((batch.Member, batch.Sequence));
        }

        _member = batch.Member;
        return Task.FromResult(true);
    });

    public Task<RolloutLogPage> ReadLogAsync(long from, CancellationToken cancellationToken) =>
        Do(async () =>
        {
            LogReads++;
            return HidesLog ? throw new IOException("the log cannot be read") : Sabotaged(await engine.ReadLogAsync(from), from);
        });

    public Task<RolloutCheckpoint?> ReadCheckpointAsync(string flag, string id, int attempt, CancellationToken cancellationToken) =>
        Do(() =>
        {
            WholeCheckpoints++;
            return engine.Log.ReadCheckpointAsync(flag, id, attempt, cancellationToken);
        });

    public Task<RolloutCheckpointHead?> ReadCheckpointHeadAsync(string flag, string id, int attempt, CancellationToken cancellationToken) =>
        Do(() =>
        {
            CheckpointHeads++;
            return engine.ReadCheckpointHeadAsync(flag, id, attempt);
        });

    public Task<RolloutCheckpointWrite> WriteCheckpointAsync(RolloutCheckpoint checkpoint, CancellationToken cancellationToken) => Write(() => Task.FromResult(
        engine.Write(sabotage == Sabotage.CheckpointWithoutFilters ? checkpoint with { State = WithoutUnits(checkpoint.State) } : checkpoint)));

    public Task TrimAsync(long before, CancellationToken cancellationToken) =>
        Write(() => Task.FromResult(engine.Write(log => Done(log.TrimAsync(before, CancellationToken.None)))));

    public IDisposable Watch(Action changed) => Pushes ? engine.Log.Watch(changed) : new MemoryStream();

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private static string WithoutUnits(string state)
    {
        var checkpoint = JsonNode.Parse(state)!;
        if (checkpoint["guards"] is { } guards)
        {
            var units = guards["units"]!.AsArray();
            for (var kind = 0; kind < units.Count; kind++)
            {
                units[kind] = "";
            }
        }

        return checkpoint.ToJsonString();
    }

    private static byte[] WithoutCanary(ReadOnlyMemory<byte> payload) => FleetBatch.Write(
    [
        .. FleetBatch.TryRead(payload)!.Select(section => section with { Calls = [.. section.Calls.Where(static call => !call.Call.Marks.IsCanary)] }),
    ]);

    private static byte[] WithOtherUnits(RolloutLogBatch batch)
    {
        var salt = (uint)batch.Member * 0x9E3779B9;
        return FleetBatch.Write(
        [
            .. FleetBatch.TryRead(batch.Payload)!.Select(section => section with
            {
                Calls = [.. section.Calls.Select(call => call.Call.Hash == 0 ? call : call with { Call = call.Call with { Hash = call.Call.Hash ^ salt } })],
            }),
        ]);
    }

    private RolloutLogPage Sabotaged(RolloutLogPage page, long from)
    {
        switch (sabotage)
        {
            case Sabotage.FilterOfEachNode:
                return page with
                {
                    Entries =
                    [
                        .. page.Entries.Select(entry => entry.Batch.Member == _member
                            ? entry
                            : entry with { Batch = entry.Batch with { Payload = WithOtherUnits(entry.Batch) } }),
                    ],
                };
            case Sabotage.IdentityCursor:
                RolloutLogEntry[] visible = [.. page.Entries.Where(entry => entry.Position % 4 != 0 || entry.At < page.Now - TimeSpan.FromSeconds(2))];
                return page with { Entries = visible, Last = visible.Length > 0 ? visible[^1].Position : Math.Min(page.Last, from - 1) };
            default:
                return page;
        }
    }

    private Task<T> Write<T>(Func<Task<T>> call) =>
        Do(() => IsReadOnly ? Task.FromException<T>(new IOException("the engine takes no writes")) : call());

    private Task<T> Do<T>(Func<Task<T>> call)
    {
        if (IsCut)
        {
            return Task.FromException<T>(new IOException("the engine cannot be reached"));
        }

        var answer = call();
        if (IsSlow && !LosesAnswers)
        {
            var later = new TaskCompletionSource<T>();
            _late.Enqueue(() =>
            {
                if (answer.Exception is { } failure)
                {
                    later.SetException(failure.InnerExceptions);
                    return;
                }

                later.SetResult(answer.Result);
            });
            return later.Task;
        }

        return LosesAnswers ? Task.FromException<T>(new IOException("the answer got lost")) : answer;
    }
}
