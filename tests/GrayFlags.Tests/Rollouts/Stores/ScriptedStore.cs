
namespace GrayFlags.Tests.Rollouts.Stores;

/// <summary>A store that fails, hangs, or does what it is asked to and fails all the same.</summary>
internal sealed class ScriptedStore(IRolloutStore inner) : IRolloutStore
{
    private readonly object _gate = new();
    private readonly List<TaskCompletionSource> _hanging = [];

    internal enum Mode
    {
        Works,
        Fails,
        Hangs,
        WorksAndFails,
        Throws,
    }

    public Mode Reads { get; set; }

    public Mode Writes { get; set; }

    public Mode All
    {
        set => (Reads, Writes) = (value, value);
    }

    public int Calls { get; private set; }

    public int Cancelled { get; private set; }

    /// <summary>Lets all that hangs go on.</summary>
    public void Release()
    {
        List<TaskCompletionSource> hanging;
        lock (_gate)
        {
            hanging = [.. _hanging];
            _hanging.Clear();
        }

        hanging.ForEach(each => each.TrySetResult());
    }

    public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken) =>
        Do(Reads, () => inner.ReadAsync(cancellationToken), cancellationToken);

    public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken) =>
        Do(Writes, () => inner.WriteAsync(record, cancellationToken), cancellationToken);

    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken) =>
        Do(Writes, () => Done(inner.WriteEvidenceAsync(evidence, cancellationToken)), cancellationToken);

    public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) =>
        Do(Reads, () => inner.ReadEvidenceAsync(cancellationToken), cancellationToken);

    public Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken) =>
        Do(Writes, () => Done(inner.AddRemovalsAsync(removals, cancellationToken)), cancellationToken);

    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) =>
        Do(Reads, () => inner.ReadRemovalsAsync(cursor, cancellationToken), cancellationToken);

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private Task<T> Do<T>(Mode mode, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        Calls++;
        return mode == Mode.Throws ? throw new InvalidOperationException("the store throws") : DoAsync(mode, call, cancellationToken);
    }

    private async Task<T> DoAsync<T>(Mode mode, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        switch (mode)
        {
            case Mode.Fails:
                throw new IOException("the store is\naway");
            case Mode.WorksAndFails:
                await call();
                throw new IOException("the answer is lost");
            case Mode.Hangs:
                var gate = new TaskCompletionSource();
                lock (_gate)
                {
                    _hanging.Add(gate);
                }

                await using (cancellationToken.Register(() =>
                {
                    Cancelled++;
                    gate.TrySetCanceled(cancellationToken);
                }))
                {
                    await gate.Task;
                }

                return await call();
            default:
                return await call();
        }
    }
}
