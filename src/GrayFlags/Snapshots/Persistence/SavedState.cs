namespace GrayFlags.Snapshots.Persistence;

/// <summary>The <see cref="OperatorState"/> of an earlier run, as read.</summary>
/// <param name="State">The state; empty when none was saved.</param>
/// <param name="Loss">The reason why the decisions are unknown, or null.</param>
/// <param name="IsThere">True when the unreadable file still exists and may become readable.</param>
internal readonly record struct SavedState(OperatorState State, string? Loss, bool IsThere);
