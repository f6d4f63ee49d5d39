namespace GrayFlags;

/// <summary>
/// A store of rollouts for a fleet of instances: beside the records it keeps one log of outcomes, which all instances append to and read in the same order, so
/// that all of them weigh the same evidence. Implementations must be thread-safe.
/// </summary>
/// <remarks>
/// The store's clock is the fleet's: no instance's own clock decides anything about a rollout. The log is one sequence for all rollouts of a store, numbered
/// from 1 without gaps, in the order in which its entries become visible: whoever has read up to a position never finds an older entry later. As with
/// <see cref="IRolloutStore"/>, every call may fail or be repeated, and only the library calls it. Evidence that <see cref="IRolloutStore"/> keeps for each
/// instance is not asked for.
/// </remarks>
public interface IRolloutLog : IRolloutStore
{
    /// <summary>
    /// Takes the next number of a counter, which is never given again: 1, 2, 3 and so on. Those of the counter <c>members</c>, the numbers of processes, may
    /// leave gaps; they are never given again even by a store that has lost its data, since one that runs may have them.
    /// </summary>
    /// <param name="counter">The name of the counter; created by its first call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The number.</returns>
    Task<long> TakeNumberAsync(string counter, CancellationToken cancellationToken);

    /// <summary>
    /// Appends a batch. One that the log already had, by its member and its sequence or a higher sequence of that member, changes nothing.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes once the batch is in the log for good.</returns>
    Task AppendAsync(RolloutLogBatch batch, CancellationToken cancellationToken);

    /// <summary>Reads entries of the log in their order.</summary>
    /// <param name="from">The position of the first entry to read, which is included.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Entries from there on, as many as the store sees fit, and the store's clock.</returns>
    Task<RolloutLogPage> ReadLogAsync(long from, CancellationToken cancellationToken);

    /// <summary>Reads the checkpoint of an attempt.</summary>
    /// <param name="flag">The flag, ignoring case.</param>
    /// <param name="id">The rollout's id.</param>
    /// <param name="attempt">The attempt, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The checkpoint; null when there is none.</returns>
    Task<RolloutCheckpoint?> ReadCheckpointAsync(string flag, string id, int attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the checkpoint of an attempt without its state. Every instance calls it twice a minute for each rollout with guards, and reads the whole only
    /// when the head says that there is something new: the state had better not leave the store.
    /// </summary>
    /// <param name="flag">The flag, ignoring case.</param>
    /// <param name="id">The rollout's id.</param>
    /// <param name="attempt">The attempt, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The head of the checkpoint; null when there is none.</returns>
    Task<RolloutCheckpointHead?> ReadCheckpointHeadAsync(string flag, string id, int attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a checkpoint if the store still has its revision (0 for no checkpoint of this attempt), and the log its position: one of a log that a failover
    /// has shortened is not written. Checkpoints of earlier attempts of the rollout may be forgotten.
    /// </summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True with the new checkpoint when it was written; false with the store's otherwise.</returns>
    Task<RolloutCheckpointWrite> WriteCheckpointAsync(RolloutCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets entries that checkpoints have made superfluous. Entries of the last ten minutes stay; and so do those behind a checkpoint of any rollout, which
    /// the caller may not know, unless its record says that it was rolled back or cancelled, or the log has more than
    /// <see cref="RolloutCheckpoint.MostEntriesBehind"/> entries behind that checkpoint.
    /// </summary>
    /// <param name="before">The position of the first entry that the caller needs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes once they are gone.</returns>
    Task TrimAsync(long before, CancellationToken cancellationToken);

    /// <summary>Calls back when another instance may have written a record or removals. It may also call without a reason, and may miss a change.</summary>
    /// <param name="changed">Called on any thread; must return at once.</param>
    /// <returns>Disposed, ends the watch.</returns>
    IDisposable Watch(Action changed);
}
