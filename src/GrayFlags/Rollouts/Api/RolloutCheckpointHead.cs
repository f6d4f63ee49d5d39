namespace GrayFlags;

/// <summary>A <see cref="RolloutCheckpoint"/> without its state, which is large: enough to tell whether an instance needs to read it.</summary>
/// <param name="Revision">The store's version of the checkpoint.</param>
/// <param name="Position">The position of the last entry of the log that is in it.</param>
/// <param name="Origin">What tells its evidence from other evidence; see <see cref="RolloutCheckpoint.Origin"/>.</param>
/// <param name="IsWhole">False when the stored state is not what was written: somebody has changed it, or a disk has. The rest may be wrong, too.</param>
public sealed record RolloutCheckpointHead(long Revision, long Position, string Origin, bool IsWhole);
