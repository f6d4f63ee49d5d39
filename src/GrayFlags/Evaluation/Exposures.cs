using GrayFlags.Rules;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;

namespace GrayFlags.Evaluation;

/// <summary>Tells the guards of a flag who asked for it.</summary>
internal static class Exposures
{
    /// <summary>For the current unit of work, if the app tracks any: the guards learn how it went.</summary>
    public static void Record(
        EvaluationPipeline pipeline, EvaluationServices services, FlagSnapshot snapshot, Flag? found, GrayContext? context, DecisionReason reason,
        in Assignment assignment)
    {
        var isExcluded = reason == DecisionReason.Removed;
        if ((!assignment.IsInArm && !isExcluded) || services.Outcomes is null || found?.Rollout is not { Guards.Length: > 0 } plan
            || services.Outcomes.Current is not { } outcomes)
        {
            return;
        }

        if (isExcluded)
        {
            RecordExcluded(pipeline, services, snapshot, found, context);
        }
        else if (services.Rollouts.MonitorOf(snapshot.Rollouts[plan.Index]) is { } watch)
        {
            outcomes.Note(watch, assignment, watch.IsEvidence(context));
        }
    }

    /// <summary>
    /// For a unit that feedback has excluded. The sample ratio goes by the draw: without those who complained, the canary would seem to have lost its users.
    /// </summary>
    public static void RecordExcluded(
        EvaluationPipeline pipeline, EvaluationServices services, FlagSnapshot snapshot, Flag found, GrayContext? context)
    {
        var plan = found.Rollout!;
        if (services.Rollouts.MonitorOf(snapshot.Rollouts[plan.Index]) is not { } watch)
        {
            return;
        }

        // A frame of its own: the rules are no part of the answer that this unit got.
        pipeline.MakeFrame(snapshot, context, out var frame);
        var drawn = Precedence.AssignExcluded(found, plan, ref frame);
        if (drawn.IsInArm)
        {
            watch.Recorder.RecordExcluded(drawn, watch.IsEvidence(context));
        }
    }
}
