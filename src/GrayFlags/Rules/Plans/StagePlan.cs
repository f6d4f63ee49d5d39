using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Sets;

namespace GrayFlags.Rules.Plans;

/// <summary>One stage of a rollout.</summary>
internal sealed class StagePlan
{
    public required string Name { get; init; }

    /// <summary>The share that is admitted, in buckets of 100,000; in sequential order, the depth down the ranks.</summary>
    public required int Size { get; init; }

    /// <summary>In sequential order: the random share of those whose rank is reached, in buckets of 100,000.</summary>
    public int InnerSize { get; init; } = Bucketing.Bucket.Count;

    /// <summary>The regions to which the share applies; null for everywhere. Elsewhere the previous stage's share stays in force.</summary>
    public RegionSet? Regions { get; init; }

    /// <summary>The codes of <see cref="Regions"/>.</summary>
    public IReadOnlyList<string>? RegionCodes { get; init; }

    /// <summary>The share of calls that are run twice, in buckets of 100,000.</summary>
    public int ShadowSize { get; init; }

    /// <summary>The minimum duration of the stage.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>The maximum duration, after which <see cref="RolloutPlan.PromotesOnMaxHold"/> applies; null for unlimited.</summary>
    public TimeSpan? MaxHold { get; init; }

    /// <summary>The number of canary units that need a settled outcome before it ends; null when it is not given and the guards determine it.</summary>
    public long? MinSamples { get; init; }

    public StageAdvance Advance { get; init; }

    /// <summary>The window in which the stage may end; null for any time. <see cref="WindowCondition"/> or one that recurs.</summary>
    public Condition? Window { get; init; }

    /// <summary>The window as JSON, to tell whether it has changed.</summary>
    public string? WindowText { get; init; }

    /// <summary>The one stage of a ramp.</summary>
    public static StagePlan Of(ClockRamp ramp) => new() { Name = "ramp", Size = ramp.To, Hold = ramp.Over };
}
