namespace GrayFlags.Rules.Plans;

/// <summary>The arm that a unit is in, and the chance by which it is.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Unit">The hash of the unit's id.</param>
/// <param name="ShareSize">The chance to be admitted, in buckets of 100,000.</param>
/// <param name="Stage">The stage that the rollout is in.</param>
internal readonly record struct Assignment(GrayArm Arm, ulong Unit, int ShareSize, int Stage)
{
    public static Assignment Outside => default;

    /// <summary>True when the unit takes part: it is in the canary or in the control group.</summary>
    public bool IsInArm => Arm != GrayArm.None;
}
