using GrayFlags.Bucketing;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules.Plans;

/// <summary>A flag's rollout, compiled: who may be admitted in which order, and what is watched meanwhile. Where it stands is no part of it.</summary>
internal sealed class RolloutPlan
{
    public static readonly TimeSpan DefaultSettle = TimeSpan.FromSeconds(5);

    /// <summary>Which one of the rule set's rollouts this is. Set once, before the rule set is published.</summary>
    public int Index { get; set; }

    /// <summary>The flag's name.</summary>
    public required string Flag { get; init; }

    /// <summary>Tells attempts apart: only a changed id is a new attempt with new evidence.</summary>
    public required string Id { get; init; }

    /// <summary>When it begins, in ticks of UTC; null for as soon as it is loaded.</summary>
    public long? StartTicks { get; init; }

    /// <summary>What a context has to satisfy to take part at all.</summary>
    public required Condition[] Audience { get; init; }

    /// <summary>Conditions of the audience that were found to hold when it was compiled: only an explanation shows them.</summary>
    public Condition[] Decided { get; init; } = [];

    /// <summary>The audience as JSON, to tell whether it has changed; null for everyone.</summary>
    public string? AudienceText { get; init; }

    /// <summary>Whose bucket counts.</summary>
    public required BucketingUnit BucketingUnit { get; init; }

    public required string Salt { get; init; }

    /// <summary>The hash of <see cref="Salt"/>, as <see cref="Bucket.Of(ulong, ulong)"/> takes it.</summary>
    public required ulong SaltHash { get; init; }

    public required RolloutOrder Order { get; init; }

    /// <summary>The attribute that holds a unit's rank, 0 to 1, where the order is sequential.</summary>
    public string? RankAttribute { get; init; }

    /// <summary>What those who are admitted are served.</summary>
    public required Serve Serve { get; init; }

    /// <summary>Whether nothing but a user's bucket decides, whatever the stage.</summary>
    public bool IsPlainShare => Audience.Length == 0 && ReferenceEquals(BucketingUnit, BucketingUnit.User)
        && Order != RolloutOrder.Sequential && Ramp is null && Array.TrueForAll(Stages, stage => stage.Regions is null);

    /// <summary>The stages, at least one. A ramp has one, which lasts as long as the ramp and has the size of its end.</summary>
    public required StagePlan[] Stages { get; init; }

    /// <summary>True when a stage says which share of calls is run twice: then they all do, and those that are silent say none.</summary>
    public bool HasShadows => Array.Exists(Stages, static stage => stage.ShadowSize > 0);

    /// <summary>Instead of stages: a share that follows the clock. Null where there are stages.</summary>
    public ClockRamp? Ramp { get; init; }

    /// <summary>What is watched; none where nothing is.</summary>
    public required GuardPlan[] Guards { get; init; }

    /// <summary>The risk of a false alarm over the whole attempt, divided equally among the guards.</summary>
    public required double Risk { get; init; }

    /// <summary>For stages that advance by evidence: by how much the loss may exceed the control's.</summary>
    public required double EvidenceDelta { get; init; }

    /// <summary>For stages that advance by evidence: the risk of advancing all the same.</summary>
    public required double EvidenceRisk { get; init; }

    public required HealthPlan Health { get; init; }

    /// <summary>At what age a call is judged.</summary>
    public TimeSpan Settle { get; init; } = DefaultSettle;

    public required RollbackPlan OnRollback { get; init; }

    public required FeedbackPlan Feedback { get; init; }

    /// <summary>Whether a stage whose longest hold is over is left although a gate is not met. Otherwise it waits.</summary>
    public bool PromotesOnMaxHold { get; init; }

    /// <summary>The stage of a record, which may come from a document that had more of them.</summary>
    public StagePlan StageAt(int stage) => Stages[Math.Clamp(stage, 0, Stages.Length - 1)];

    /// <summary>How many <see cref="EvaluationCost"/> it takes at the most to tell on which side a context stands.</summary>
    public long Steps =>
        4 + EvaluationCost.Of(Audience) + EvaluationCost.Of(Decided) + Stages.Sum(static stage => stage.Regions is null ? 1L : EvaluationCost.Regions);

    /// <summary>Whether the stage is a function of the clock alone, so that nodes agree on it without a store.</summary>
    public bool IsClockOnly =>
        StartTicks is not null && Guards.Length == 0
        && Array.TrueForAll(Stages, static stage => stage is { Advance: StageAdvance.Auto, MinSamples: null or 0, Window: null });
}
