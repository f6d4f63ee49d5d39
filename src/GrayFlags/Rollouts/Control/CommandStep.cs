using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Control;

/// <summary>One step of a command, as it was decided under the lock.</summary>
/// <param name="Kind">The work that follows, outside the lock.</param>
/// <param name="Session">The session of the rollout.</param>
/// <param name="Before">The state that the decision was made on.</param>
/// <param name="Next">The record that follows from it, or is to be written.</param>
internal readonly record struct CommandStep(CommandStepKind Kind, RolloutSession Session, RolloutState Before, RolloutRecord Next);
