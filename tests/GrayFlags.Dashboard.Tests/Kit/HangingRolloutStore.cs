namespace GrayFlags.Dashboard.Tests.Kit;

/// <summary>A store of rollouts that takes records until it hangs, and then heeds no token.</summary>
internal sealed class HangingRolloutStore : IRolloutStore
{
    private readonly InMemoryRolloutStore _inner = new();
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hangs;

    /// <summary>A task that ends with the first write that hangs.</summary>
    public Task Called => _called.Task;

    public void Hang() => _hangs = true;

    public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        if (!_hangs)
        {
            return _inner.WriteAsync(record, cancellationToken);
        }

        _called.TrySetResult();
        return new TaskCompletionSource<RolloutWrite>().Task;
    }

    public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken) => _inner.ReadAsync(cancellationToken);

    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken) =>
        _inner.WriteEvidenceAsync(evidence, cancellationToken);

    public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) => _inner.ReadEvidenceAsync(cancellationToken);

    public Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken) =>
        _inner.AddRemovalsAsync(removals, cancellationToken);

    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) => _inner.ReadRemovalsAsync(cursor, cancellationToken);
}
