namespace GrayFlags.Rules.Plans;

/// <summary>What happens when the measurement itself is ill.</summary>
/// <param name="SplitMismatch">When the arms have not the sizes that the share gives them.</param>
/// <param name="NoData">When outcomes stay away.</param>
/// <param name="NoDataAfter">For how long they may.</param>
internal sealed record HealthPlan(GuardAction SplitMismatch, GuardAction NoData, TimeSpan NoDataAfter)
{
    public static HealthPlan Default { get; } = new(GuardAction.Pause, GuardAction.Pause, TimeSpan.FromHours(1));
}
