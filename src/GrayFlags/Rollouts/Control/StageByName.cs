using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Control;

/// <summary>
/// Finds the stage of a record in a plan by the names in its audit. While two documents are in play under one id, as during a deployment that brings a stage,
/// a number is another stage in each of them.
/// </summary>
internal static class StageByName
{
    /// <summary>The record with the number that its stage has in this plan; where the plan has no such stage, that of the last one that both have.</summary>
    public static RolloutRecord Place(RolloutPlan plan, RolloutRecord record)
    {
        // The latest step need not be of the latest stage: nodes that were cut off may have left one of an earlier stage behind it.
        var names = NamesOf(plan, record);
        var stage = names.Count == 0 ? record.Stage : Math.Max(0, names.Max(name => IndexOf(plan, name)));
        return stage == record.Stage ? record : record with { Stage = stage };
    }

    /// <summary>The name of the stage that the rollout is in, where this plan has no such stage; null where it has.</summary>
    public static string? FindUnknown(RolloutPlan plan, RolloutRecord record) =>
        NamesOf(plan, record) is [.., var last] && IndexOf(plan, last) < 0 ? last : null;

    // A rollout that has not begun is in no stage, and one that moves by its clock alone is where the clock is.
    private static List<string> NamesOf(RolloutPlan plan, RolloutRecord record) =>
        record.Phase == RolloutPhase.Pending || plan.Ramp is not null || plan.IsClockOnly
            ? []
            : [.. record.Changes.Where(change => change.Attempt == record.Attempt && change.To != RolloutPhase.Pending && change.Stage is { Length: > 0 })
                .Select(static change => change.Stage)];

    private static int IndexOf(RolloutPlan plan, string name) =>
        Array.FindIndex(plan.Stages, stage => string.Equals(stage.Name, name, StringComparison.OrdinalIgnoreCase));
}
