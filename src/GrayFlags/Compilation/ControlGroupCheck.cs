using GrayFlags.Bucketing;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Compilation;

/// <summary>Finds stages without a valid comparison: chance alone has to assign subjects to the canary and to the control.</summary>
internal static class ControlGroupCheck
{
    public static void Check(RolloutDefinition rollout, RolloutOrder order, StagePlan[] stages, GuardPlan[] guards, ProblemList problems, string[] path)
    {
        var compared = guards.Where(guard => !guard.IsLimit).ToList();
        var names = string.Join(", ", compared.Select(guard => LogSafeText.Quote(guard.Name)));
        for (var index = 0; index < stages.Length; index++)
        {
            var stage = stages[index];
            var definition = rollout.Stages![index];
            string[] at = [.. path, "stages", DocumentPath.Index(index)];
            var share = order == RolloutOrder.Sequential ? Math.Min(stage.InnerSize, stage.Size == 0 ? 0 : Bucket.Count) : stage.Size;
            var isRandom = share is > 0 and < Bucket.Count;
            if (stage.Advance == StageAdvance.Evidence)
            {
                if (!compared.Exists(guard => guard.Metric == GuardMetric.Error))
                {
                    problems.Add(definition, "advance", ProblemText.EvidenceWithoutGuard, at);
                }
                else if (!isRandom)
                {
                    problems.Add(definition, "advance", ProblemText.EvidenceWithoutControl(LogSafeText.Quote(stage.Name)), at);
                }
            }
            else if (compared.Count > 0 && compared.Count == guards.Length && !isRandom && index < stages.Length - 1)
            {
                // Nothing would watch it. In the last one everybody may be in.
                problems.Add(
                    definition,
                    order == RolloutOrder.Sequential && definition.Share is not null ? "share" : "percentage",
                    ProblemText.NoControl(LogSafeText.Quote(stage.Name), names),
                    at);
            }
        }
    }
}
