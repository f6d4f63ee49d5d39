namespace GrayFlags.Rules.Plans;

/// <summary>What happens when the measurement itself is ill.</summary>
/// <param name="SampleRatioMismatch">When the arms have not the sizes that the share gives them.</param>
/// <param name="SilentArm">When the outcomes have not the sizes that the share gives them: one arm loses more of its outcomes than the other.</param>
/// <param name="NoData">When outcomes of both arms stay away, beyond holding the rollout in its stage.</param>
/// <param name="NoDataAfter">For how long they may.</param>
internal sealed record HealthPlan(GuardAction SampleRatioMismatch, GuardAction SilentArm, GuardAction NoData, TimeSpan NoDataAfter)
{
    public static HealthPlan Default { get; } = new(GuardAction.Withhold, GuardAction.Withhold, GuardAction.None, TimeSpan.FromHours(1));
}
