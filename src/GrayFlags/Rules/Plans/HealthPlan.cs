namespace GrayFlags.Rules.Plans;

/// <summary>The actions taken when the measurement itself is unhealthy.</summary>
/// <param name="SampleRatioMismatch">The action when the arms do not have the sizes that the share gives them.</param>
/// <param name="SilentArm">The action when the outcomes do not have these sizes: one arm loses more of its outcomes than the other.</param>
/// <param name="NoData">The action when neither arm reports outcomes, beyond holding the rollout in its stage.</param>
/// <param name="NoDataAfter">The time after which it is taken.</param>
internal sealed record HealthPlan(GuardAction SampleRatioMismatch, GuardAction SilentArm, GuardAction NoData, TimeSpan NoDataAfter)
{
    public static HealthPlan Default { get; } = new(GuardAction.Withhold, GuardAction.Withhold, GuardAction.None, TimeSpan.FromHours(1));
}
