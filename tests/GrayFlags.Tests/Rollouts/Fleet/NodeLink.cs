using System.Collections.Concurrent;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>A node's way to the engine, which may be cut in one direction or in both. Everything is answered at once.</summary>
internal sealed class NodeLink(SimulatedEngine engine) : IRolloutLog
{
    private readonly ConcurrentQueue<Action> _late = new();
    private int _reads;

    /// <summary>True: nothing reaches the engine.</summary>
    public bool IsCut { get; set; }

    /// <summary>True: what is asked is done, and the answer gets lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>True: what is asked is done, and the answer comes at the next <see cref="Release"/>.</summary>
    public bool IsSlow { get; set; }

    /// <summary>True: a node that starts is told of changes.</summary>
    public bool Pushes { get; init; }

    /// <summary>How often all records were read.</summary>
    public int Reads => Volatile.Read(ref _reads);

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
        return Do(() => engine.Log.ReadAsync(cancellationToken));
    }

    public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken) =>
        Do(() => Task.FromResult(engine.Write(log => log.WriteAsync(record, CancellationToken.None))));

    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A fleet's store is not asked for the evidence of nodes.");

    public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A fleet's store is not asked for the evidence of nodes.");

    public Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken) =>
        Do(() => Task.FromResult(engine.Write(log => Done(log.AddRemovalsAsync(removals, CancellationToken.None)))));

    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) =>
        Do(() => engine.Log.ReadRemovalsAsync(cursor, cancellationToken));

    public Task<long> TakeNumberAsync(string counter, CancellationToken cancellationToken) =>
        Do(() => Task.FromResult(engine.Write(log => log.TakeNumberAsync(counter, CancellationToken.None))));

    public Task AppendAsync(RolloutLogBatch batch, CancellationToken cancellationToken) => Do(() =>
    {
        for (var times = Duplicates ? 2 : 1; times > 0; times--)
        {
            engine.Write(log => Done(log.AppendAsync(batch, CancellationToken.None)));
        }

        return Task.FromResult(true);
    });

    public Task<RolloutLogPage> ReadLogAsync(long from, CancellationToken cancellationToken) => Do(() => engine.Log.ReadLogAsync(from, cancellationToken));

    public Task<RolloutCheckpoint?> ReadCheckpointAsync(string flag, string id, int attempt, CancellationToken cancellationToken) =>
        Do(() => engine.Log.ReadCheckpointAsync(flag, id, attempt, cancellationToken));

    public Task<RolloutCheckpointWrite> WriteCheckpointAsync(RolloutCheckpoint checkpoint, CancellationToken cancellationToken) =>
        Do(() => Task.FromResult(engine.Write(checkpoint)));

    public Task TrimAsync(long before, CancellationToken cancellationToken) =>
        Do(() => Task.FromResult(engine.Write(log => Done(log.TrimAsync(before, CancellationToken.None)))));

    public IDisposable Watch(Action changed) => Pushes ? engine.Log.Watch(changed) : new MemoryStream();

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

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
            _late.Enqueue(() => later.SetResult(answer.GetAwaiter().GetResult()));
            return later.Task;
        }

        return LosesAnswers ? Task.FromException<T>(new IOException("the answer got lost")) : answer;
    }
}
