using System.Text.Json.Nodes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Control;

/// <summary>Checks changes of a rollout while it runs: evidence is kept under one id, so the plan that it was gathered under must not change.</summary>
internal static class PlanChange
{
    /// <summary>Lists the forbidden changes under one id. Later stages may change, guards may come and go, and the risk may fall.</summary>
    /// <param name="before">The plan that runs.</param>
    /// <param name="after">The plan that would replace it.</param>
    /// <param name="stage">The current stage; -1 before the first, when every change is allowed.</param>
    /// <returns>A message for each; none when the change is allowed, or the id is a new one.</returns>
    public static IReadOnlyList<string> Check(RolloutPlan before, RolloutPlan after, int stage)
    {
        if (before.Id != after.Id || stage < 0)
        {
            return [];
        }

        var texts = new List<string>();
        Add(before.StartTicks == after.StartTicks, "its start");
        Add(IsSameJson(before.AudienceText, after.AudienceText), "its audience");
        Add(before.BucketingUnit.ToString() == after.BucketingUnit.ToString(), "its bucketing unit");
        Add(before.Salt == after.Salt, "its salt");
        Add(before.Order == after.Order && before.RankAttribute == after.RankAttribute, "its order");
        Add(before.Serve.ToString() == after.Serve.ToString(), "what it serves");
        Add(before.Ramp == after.Ramp, "its ramp");
        Add(before.EvidenceDelta == after.EvidenceDelta && before.EvidenceRisk == after.EvidenceRisk, "its evidence");
        Add(before.Health == after.Health, "its health");
        Add(before.OnRollback == after.OnRollback, "its onRollback");
        Add(before.Feedback == after.Feedback, "its feedback");
        Add(before.PromotesOnMaxHold == after.PromotesOnMaxHold, "its onMaxHold");
        if (after.Risk > before.Risk)
        {
            texts.Add(PlanText.RiskRises(before.Risk, after.Risk));
        }

        AddStages(before, after, stage, texts);
        AddGuards(before, after, texts);
        return texts;

        void Add(bool isSame, string what)
        {
            if (!isSame)
            {
                texts.Add(PlanText.Changed(what));
            }
        }
    }

    private static void AddStages(RolloutPlan before, RolloutPlan after, int stage, List<string> texts)
    {
        // A ramp is a single stage, and was compared already.
        for (var index = 0; before.Ramp is null && after.Ramp is null && index <= stage && index < before.Stages.Length; index++)
        {
            var name = before.Stages[index].Name;
            if (index >= after.Stages.Length)
            {
                texts.Add(PlanText.StageGone(name));
            }
            else if (!IsSame(before.Stages[index], after.Stages[index]))
            {
                texts.Add(PlanText.Changed($"its stage '{name}', which has begun,"));
            }
        }
    }

    private static void AddGuards(RolloutPlan before, RolloutPlan after, List<string> texts)
    {
        foreach (var guard in before.Guards)
        {
            var same = Array.Find(after.Guards, other => string.Equals(other.Name, guard.Name, StringComparison.OrdinalIgnoreCase));
            if (same is not null && !IsSame(guard, same))
            {
                texts.Add(PlanText.GuardChanged(guard.Name));
            }
        }
    }

    private static bool IsSame(StagePlan left, StagePlan right) =>
        string.Equals(left.Name, right.Name, StringComparison.OrdinalIgnoreCase)
        && (left.Size, left.InnerSize, left.ShadowSize, left.Hold, left.MaxHold, left.MinSamples, left.Advance)
            == (right.Size, right.InnerSize, right.ShadowSize, right.Hold, right.MaxHold, right.MinSamples, right.Advance)
        && IsSameJson(left.WindowText, right.WindowText)
        && (left.RegionCodes is null == right.RegionCodes is null)
        && (left.RegionCodes ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(right.RegionCodes ?? []);

    private static bool IsSame(GuardPlan left, GuardPlan right) =>
        (left.Metric, left.Kind, left.IsLimit, left.Max, left.Quantile) == (right.Metric, right.Kind, right.IsLimit, right.Max, right.Quantile)
        && (left.Relative, left.Absolute, left.OnBreach, left.Count, left.IgnoresNotEnded)
            == (right.Relative, right.Absolute, right.OnBreach, right.Count, right.IgnoresNotEnded);

    // The order of an object's fields has no meaning, and differs between sources.
    private static bool IsSameJson(string? left, string? right)
    {
        if (left is null || right is null || left == right)
        {
            return left == right;
        }

        return JsonNode.DeepEquals(JsonNode.Parse(left), JsonNode.Parse(right));
    }
}
