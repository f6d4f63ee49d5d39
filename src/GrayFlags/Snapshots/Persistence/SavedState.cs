namespace GrayFlags.Snapshots.Persistence;

/// <summary>What was read of an earlier run's <see cref="OperatorState"/>.</summary>
/// <param name="State">The state; none where nothing was saved.</param>
/// <param name="Loss">Why what was decided cannot be known; null when it is.</param>
/// <param name="IsThere">Whether what cannot be read is still there, and may be readable another day.</param>
internal readonly record struct SavedState(OperatorState State, string? Loss, bool IsThere);
