namespace GrayFlags;

/// <summary>Where rollouts outlive the process, and where several processes meet. Implementations are safe to call from any thread.</summary>
/// <remarks>
/// A call may fail or take its time: a node that cannot reach its store keeps its stage, still rolls itself back, and promotes nothing. One that has not read
/// it once since it was started has every flag with a rollout off for everyone, since any of them may have been rolled back, until a read succeeds. Everything
/// may be called again with the same arguments without counting twice. Only the library calls a store, and always with a token, which is therefore not
/// optional: an implementation passes it on to its own I/O.
/// </remarks>
public interface IRolloutStore
{
    /// <summary>Reads the records of all rollouts.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The records, each with its revision.</returns>
    /// <exception cref="InvalidDataException">
    /// What was kept is damaged, so that records may be missing. Of rollouts that are then unknown nobody is admitted until an operator resumes them. Any other exception is a store that
    /// cannot be reached now, of which nothing is concluded.
    /// </exception>
    Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes a record if the store still has the revision that it bears (0: none). A rollout is known by its flag, ignoring case, and its id.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was written, and what the store has now.</returns>
    Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken);

    /// <summary>Writes what nodes have seen: each replaces what the same node wrote of the same attempt, unless that has a higher sequence.</summary>
    /// <param name="evidence">One for each rollout that the node watches.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ends when it is kept.</returns>
    Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken);

    /// <summary>Reads what nodes have seen of all rollouts.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What each node wrote last of each attempt that is kept.</returns>
    Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken);

    /// <summary>Adds units that were taken out or let in again; the later word on a unit holds.</summary>
    /// <param name="removals">The units.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ends when they are kept.</returns>
    Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken);

    /// <summary>Reads the units that were added since a cursor.</summary>
    /// <param name="cursor">0 for all that still hold, else what the last call gave.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The units, and where to go on.</returns>
    Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken);
}
