namespace GrayFlags;

/// <summary>An entry of the log of a fleet.</summary>
/// <param name="Position">The position in the log, from 1.</param>
/// <param name="At">The store's time at which it was appended.</param>
/// <param name="Batch">The batch.</param>
public sealed record RolloutLogEntry(long Position, DateTimeOffset At, RolloutLogBatch Batch);
