using GrayFlags.Bucketing;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Control;

/// <summary>The number of outcomes that a stage needs before it is left: no data is not good news.</summary>
internal static class StageSamples
{
    private const int Fewest = 20;
    private const int FewestLate = 40;

    // A completely broken canary breaches within this many outcomes, times one minus the share: at the start of an attempt, and later, when only short
    // epochs detect it.
    private const long Dead = 12;
    private const long DeadLate = 25;

    private static readonly TimeSpan Early = TimeSpan.FromHours(1);

    /// <summary>The number of canary units, or of shadow comparisons when nobody is admitted, that must be settled.</summary>
    /// <param name="plan">The rollout.</param>
    /// <param name="stage">Its stage.</param>
    /// <param name="age">The age of the attempt.</param>
    public static long Wanted(RolloutPlan plan, StagePlan stage, TimeSpan age)
    {
        if (stage.MinSamples is { } written)
        {
            return written;
        }

        if (!Array.Exists(plan.Guards, guard => guard.OnBreach != GuardAction.None) || (SizeOf(plan, stage) == 0 && stage.ShadowSize == 0))
        {
            return 0;
        }

        var control = Bucket.Count - SizeOf(plan, stage);
        return control is 0 or Bucket.Count ? Fewest
            : age > Early ? Math.Max(FewestLate, ((DeadLate * Bucket.Count) + control - 1) / control)
            : Math.Max(Fewest, ((Dead * Bucket.Count) + control - 1) / control);
    }

    /// <summary>True when the stage has enough outcomes.</summary>
    public static bool AreEnough(RolloutPlan plan, StagePlan stage, RolloutRecord record, in RolloutInputs inputs)
    {
        var wanted = Wanted(plan, stage, inputs.Now - record.StartedAt);
        return wanted == 0 || (Seen(plan, stage, inputs) >= wanted && IsSeen(plan, stage, inputs));
    }

    /// <summary>
    /// True when there is an outcome of everything in the stage: of both arms, of the canary alone without a control, or of the shadow.
    /// </summary>
    public static bool IsSeen(RolloutPlan plan, StagePlan stage, in RolloutInputs inputs) =>
        Wanted(plan, stage, TimeSpan.Zero) == 0 || (Seen(plan, stage, inputs) > 0 && (inputs.ControlSamples > 0 || SizeOf(plan, stage) is 0 or Bucket.Count));

    /// <summary>The number of settled outcomes in the stage.</summary>
    public static long Seen(RolloutPlan plan, StagePlan stage, Guards.GuardSetStatus? status) =>
        (SizeOf(plan, stage) == 0 ? status?.StageShadows : status?.StageCanary) ?? 0;

    /// <summary>The probability of the canary in a stage.</summary>
    public static double ShareOf(RolloutPlan plan, StagePlan stage) => (double)SizeOf(plan, stage) / Bucket.Count;

    private static long Seen(RolloutPlan plan, StagePlan stage, in RolloutInputs inputs) =>
        SizeOf(plan, stage) == 0 ? inputs.ShadowSamples : inputs.CanarySamples;

    // The random share, in buckets.
    private static int SizeOf(RolloutPlan plan, StagePlan stage) => plan.Order == RolloutOrder.Sequential && stage.Size > 0 ? stage.InnerSize : stage.Size;
}
