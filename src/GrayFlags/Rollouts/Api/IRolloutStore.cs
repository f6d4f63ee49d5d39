namespace GrayFlags;

/// <summary>Stores rollouts, so that they outlive the process and are shared among instances. Implementations must be thread-safe.</summary>
/// <remarks>
/// A call may fail or be slow: a node that cannot reach its store keeps its stage, still rolls back, and promotes nothing. Until its first read after a start
/// has succeeded, a node turns every flag with a rollout off for everyone, since any of them may have been rolled back. Every call is idempotent: it may be
/// repeated with the same arguments. Only the library calls a store, and always with a token, which is therefore not optional: an implementation passes it on
/// to its own I/O.
/// </remarks>
public interface IRolloutStore
{
    /// <summary>Reads the records of all rollouts.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The records, each with its revision.</returns>
    /// <exception cref="InvalidDataException">
    /// The stored data is damaged, so that records may be missing. Rollouts without a record then admit nobody until an operator resumes them. Any other
    /// exception means that the store cannot be reached at the moment; nothing is concluded from it.
    /// </exception>
    Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes a record if the store still has its revision (0 for no record). The key of a rollout is its flag, ignoring case, and its id.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True with the new record when it was written; false with the store's record otherwise.</returns>
    Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken);

    /// <summary>Writes evidence. Each entry replaces the one of the same node and attempt, unless that has a higher sequence.</summary>
    /// <param name="evidence">One entry for each rollout that the node monitors.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes once the evidence is stored.</returns>
    Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken);

    /// <summary>Reads the evidence of all rollouts.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The latest entry of each node for each attempt that is kept.</returns>
    Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken);

    /// <summary>Adds units that were excluded or readmitted; the latest entry for a unit wins.</summary>
    /// <param name="removals">The entries.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes once the entries are stored.</returns>
    Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken);

    /// <summary>Reads the entries that were added since a cursor.</summary>
    /// <param name="cursor">0 for all entries in effect; otherwise the cursor that the last call returned.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The entries and the next cursor.</returns>
    Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken);
}
