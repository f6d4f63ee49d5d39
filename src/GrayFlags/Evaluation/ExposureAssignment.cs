using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;

namespace GrayFlags.Evaluation;

/// <summary>How a context takes part in a flag's rollout.</summary>
/// <param name="Rollout">Where the rollout stands; null where the flag has none.</param>
/// <param name="Assignment">On which side the context is.</param>
internal readonly record struct ExposureAssignment(RolloutState? Rollout, Assignment Assignment)
{
    public bool IsInArm => Assignment.Arm != GrayArm.None;
}
