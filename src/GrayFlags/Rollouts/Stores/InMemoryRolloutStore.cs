using GrayFlags.Rollouts.Stores;

namespace GrayFlags;

/// <summary>Stores rollouts in memory: for tests, and for several evaluators in one process. Thread-safe.</summary>
public sealed class InMemoryRolloutStore : IRolloutStore
{
    private readonly RolloutImage _image = new();
    private readonly object _gate = new();

    /// <inheritdoc/>
    public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_image.Records);
        }
    }

    /// <inheritdoc/>
    public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);

        lock (_gate)
        {
            return Task.FromResult(_image.Write(record));
        }
    }

    /// <inheritdoc/>
    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);

        lock (_gate)
        {
            _image.Add(evidence);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_image.Evidence);
        }
    }

    /// <inheritdoc/>
    public Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(removals);

        lock (_gate)
        {
            _image.Add(removals);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_image.Since(cursor));
        }
    }
}
