namespace GrayFlags.Dashboard.Wire;

/// <summary>A rollout, for one context.</summary>
internal sealed record RolloutExplanationView(
    string Id, string Serve, string Standing, GrayArm Arm, bool Decides, IReadOnlyList<ConditionView> Conditions)
{
    public static RolloutExplanationView Of(RolloutExplanation rollout) => new(
        rollout.Id, rollout.Serve, rollout.Standing, rollout.Arm, rollout.Decides, [.. rollout.Conditions.Select(ConditionView.Of)]);
}
