namespace GrayFlags;

/// <summary>The author of a command, the reason, and the state that it was decided on. Immutable.</summary>
/// <param name="By">The operator, for the audit; not empty.</param>
/// <param name="Reason">The reason, for the audit; not empty.</param>
/// <param name="ExpectedRevision">
/// The <see cref="RolloutStatus.Revision"/> that the operator has seen: the command fails with <see cref="RolloutConflictException"/> when the rollout has
/// another one. Null: whatever is there is taken. Default: null.
/// </param>
public sealed record OperatorRequest(string By, string Reason, string? ExpectedRevision = null);
