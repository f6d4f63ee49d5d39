using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Control;

/// <summary>The result of a command.</summary>
/// <param name="State">The state after the command, or the one that was in its way.</param>
/// <param name="IsConflict">True when the rollout is not as its operator has seen it, and nothing has happened.</param>
internal readonly record struct CommandResult(RolloutState State, bool IsConflict = false);
