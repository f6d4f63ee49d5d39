namespace GrayFlags;

/// <summary>The result of writing a checkpoint.</summary>
/// <param name="IsWritten">True when the store took it; false when it had another revision.</param>
/// <param name="Current">The store's checkpoint now, with its revision; null when it has none.</param>
public readonly record struct RolloutCheckpointWrite(bool IsWritten, RolloutCheckpoint? Current);
