namespace GrayFlags;

/// <summary>The result of a write to an <see cref="IRolloutStore"/>.</summary>
/// <param name="IsWritten">True when the store took the record; false when it had another revision.</param>
/// <param name="Current">The store's record now, with its revision.</param>
public readonly record struct RolloutWrite(bool IsWritten, RolloutRecord Current)
{
    /// <summary>The store's record, from a store that may have been written without nullable annotations.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    internal RolloutRecord GetRecord() => Current ?? throw new InvalidDataException("The store returned no record.");
}
