namespace GrayFlags;

/// <summary>What came of a write to an <see cref="IRolloutStore"/>.</summary>
/// <param name="IsWritten">Whether the store took the record. Otherwise another revision was there.</param>
/// <param name="Current">What the store has now, with its revision.</param>
public readonly record struct RolloutWrite(bool IsWritten, RolloutRecord Current);
