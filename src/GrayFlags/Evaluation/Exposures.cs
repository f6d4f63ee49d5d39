using GrayFlags.Rules;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;

namespace GrayFlags.Evaluation;

/// <summary>Tells a flag with guards who was served by its rollout.</summary>
internal static class Exposures
{
    /// <summary>For the current unit of work, if the app tracks any: the guards learn how it went.</summary>
    public static void Record(EvaluationServices services, FlagSnapshot snapshot, Flag? found, GrayContext? context, in Assignment assignment)
    {
        if (assignment.Arm == GrayArm.None || services.Outcomes is null || found?.Rollout is not { Guards.Length: > 0 } plan
            || services.Outcomes.Current is not { } outcomes)
        {
            return;
        }

        var rollout = snapshot.Rollouts[plan.Index];
        if (assignment.IsExcluded)
        {
            RecordExcluded(services, rollout, context, assignment);
        }
        else if (services.Rollouts.MonitorOf(rollout) is { } watch)
        {
            outcomes.Note(watch, assignment, watch.IsEvidence(context));
        }
    }

    /// <summary>For a unit that feedback has excluded: only the sample ratio counts it.</summary>
    public static void RecordExcluded(EvaluationServices services, RolloutState rollout, GrayContext? context, in Assignment assignment)
    {
        if (services.Rollouts.MonitorOf(rollout) is { } watch)
        {
            watch.Recorder.RecordExcluded(assignment, watch.IsEvidence(context));
        }
    }
}
