using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Tool.Publish;

/// <summary>Compares a document with the rollouts that run: apps refuse what changes a stage that has begun, or a guard, under one id.</summary>
internal static class RunningRollouts
{
    /// <summary>The reasons for which apps that run would refuse a document.</summary>
    /// <param name="before">The document that they serve, merged with those below it.</param>
    /// <param name="after">The document in its place, merged with those below it.</param>
    /// <param name="records">Where each rollout stands.</param>
    public static IReadOnlyList<DocumentProblem> FindProblems(FlagDocument before, FlagDocument after, IReadOnlyList<RolloutRecord> records)
    {
        var running = records.Where(static record => record.Phase != RolloutPhase.Pending).ToLookup(static record => RolloutKey.Of(record.Flag, record.Id));
        var served = PlansOf(before).ToLookup(static plan => RolloutKey.Of(plan.Flag, plan.Id));
        return
        [
            .. from plan in PlansOf(after)
               let key = RolloutKey.Of(plan.Flag, plan.Id)
               from known in served[key]
               from record in running[key]
               from text in PlanChange.Check(known, plan, StageByName.Place(known, record).Stage)
               select new DocumentProblem { Path = $"flags.{LogSafeText.Escape(plan.Flag)}.rollout", Message = text },
        ];
    }

    // None of a document that needs what only the app has, such as conditions of its own.
    private static RolloutPlan[] PlansOf(FlagDocument document) =>
        RuleSetCompiler.Compile(document, [], new RuleSetOptions { Limits = DocumentLimits.Default }, "").RuleSet?.Rollouts ?? [];
}
