namespace GrayFlags;

/// <summary>The result of a write to an <see cref="IRolloutStore"/>.</summary>
/// <param name="IsWritten">True when the store took the record; false when it had another revision.</param>
/// <param name="Current">The store's record now, with its revision.</param>
public readonly record struct RolloutWrite(bool IsWritten, RolloutRecord Current);
