namespace GrayFlags.Usage;

/// <summary>A process whose batches are part of the fleet's usage.</summary>
/// <param name="Sequence">The number of its last batch.</param>
/// <param name="At">The store's time of the write before that one.</param>
internal sealed record FleetWriter(long Sequence, DateTimeOffset At);
