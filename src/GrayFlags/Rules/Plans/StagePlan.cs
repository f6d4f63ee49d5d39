using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Sets;

namespace GrayFlags.Rules.Plans;

/// <summary>One stage of a rollout.</summary>
internal sealed class StagePlan
{
    public required string Name { get; init; }

    /// <summary>The share that is admitted, in buckets of 100,000. Where the order is sequential: how far down the ranks.</summary>
    public required int Size { get; init; }

    /// <summary>Where the order is sequential: the random share of those in rank, in buckets of 100,000.</summary>
    public int InnerSize { get; init; } = Bucketing.Bucket.Count;

    /// <summary>Where the share counts; null for everywhere. Elsewhere the share of the stage before goes on.</summary>
    public RegionSet? Regions { get; init; }

    /// <summary>The codes of <see cref="Regions"/>.</summary>
    public IReadOnlyList<string>? RegionCodes { get; init; }

    /// <summary>The share of calls that are run twice, in buckets of 100,000.</summary>
    public int ShadowSize { get; init; }

    /// <summary>How long the stage lasts at least.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>How long it may last before <see cref="RolloutPlan.PromotesOnMaxHold"/> counts; null for as long as it takes.</summary>
    public TimeSpan? MaxHold { get; init; }

    /// <summary>The number of canary units that need a settled outcome before it ends; null when it is not written, and the guards say how many.</summary>
    public long? MinSamples { get; init; }

    public StageAdvance Advance { get; init; }

    /// <summary>When the stage may be left; null for at any time. <see cref="WindowCondition"/> or one that recurs.</summary>
    public Condition? Window { get; init; }

    /// <summary>The window as JSON, to tell whether it has changed.</summary>
    public string? WindowText { get; init; }

    /// <summary>The one stage of a ramp.</summary>
    public static StagePlan Of(ClockRamp ramp) => new() { Name = "ramp", Size = ramp.To, Hold = ramp.Over };
}
