using GrayFlags.Bucketing;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules.Plans;

/// <summary>A flag's compiled rollout: the audience, the order of admission and the guards. Its state is not part of it.</summary>
internal sealed class RolloutPlan
{
    public static readonly TimeSpan DefaultSettle = TimeSpan.FromSeconds(5);

    /// <summary>The index among the rule set's rollouts. Set once, before the rule set is published.</summary>
    public int Index { get; set; }

    /// <summary>The flag's name.</summary>
    public required string Flag { get; init; }

    /// <summary>Tells attempts apart: only a changed id is a new attempt with new evidence.</summary>
    public required string Id { get; init; }

    /// <summary>The start, in ticks of UTC; null to start as soon as it is loaded.</summary>
    public long? StartTicks { get; init; }

    /// <summary>The conditions that a context has to satisfy to take part at all.</summary>
    public required Condition[] Audience { get; init; }

    /// <summary>Conditions of the audience that were found to hold when it was compiled: only an explanation shows them.</summary>
    public Condition[] Decided { get; init; } = [];

    /// <summary>The audience as JSON, to tell whether it has changed; null for everyone.</summary>
    public string? AudienceText { get; init; }

    /// <summary>The bucketing unit.</summary>
    public required BucketingUnit BucketingUnit { get; init; }

    public required string Salt { get; init; }

    /// <summary>The hash of <see cref="Salt"/>, as <see cref="Bucket.Of(ulong, ulong)"/> takes it.</summary>
    public required ulong SaltHash { get; init; }

    public required RolloutOrder Order { get; init; }

    /// <summary>The attribute that holds a unit's rank, 0 to 1, if the order is sequential.</summary>
    public string? RankAttribute { get; init; }

    /// <summary>The value served to admitted subjects.</summary>
    public required Serve Serve { get; init; }

    /// <summary>True if only the user's bucket decides, whatever the stage.</summary>
    public bool IsPlainShare => Audience.Length == 0 && ReferenceEquals(BucketingUnit, BucketingUnit.User)
        && Order != RolloutOrder.Sequential && Ramp is null && Array.TrueForAll(Stages, stage => stage.Regions is null);

    /// <summary>The stages, at least one. A ramp has one, which lasts as long as the ramp and has the size of its end.</summary>
    public required StagePlan[] Stages { get; init; }

    /// <summary>True when any stage gives a share of calls to run twice: then stages that give none run none twice.</summary>
    public bool HasShadows => Array.Exists(Stages, static stage => stage.ShadowSize > 0);

    /// <summary>A share that follows the clock, in place of stages. Null when there are stages.</summary>
    public ClockRamp? Ramp { get; init; }

    /// <summary>The guards; empty when there are none.</summary>
    public required GuardPlan[] Guards { get; init; }

    /// <summary>The risk of a false alarm over the whole attempt, divided equally among the guards.</summary>
    public required double Risk { get; init; }

    /// <summary>For stages that advance by evidence: the amount by which the loss may exceed the control's.</summary>
    public required double EvidenceDelta { get; init; }

    /// <summary>For stages that advance by evidence: the risk of advancing nevertheless.</summary>
    public required double EvidenceRisk { get; init; }

    public required HealthPlan Health { get; init; }

    /// <summary>The age at which a call is judged.</summary>
    public TimeSpan Settle { get; init; } = DefaultSettle;

    public required RollbackPlan OnRollback { get; init; }

    public required FeedbackPlan Feedback { get; init; }

    /// <summary>True if a stage that has reached its maximum duration ends although a gate is not met. Otherwise it waits.</summary>
    public bool PromotesOnMaxHold { get; init; }

    /// <summary>The stage of a record, which may come from a document that had more of them.</summary>
    public StagePlan StageAt(int stage) => Stages[Math.Clamp(stage, 0, Stages.Length - 1)];

    /// <summary>The maximum <see cref="EvaluationCost"/> of finding the arm of a context.</summary>
    public long Steps =>
        4 + EvaluationCost.Of(Audience) + EvaluationCost.Of(Decided) + Stages.Sum(static stage => stage.Regions is null ? 1L : EvaluationCost.Regions);

    /// <summary>True if the stage is a function of the clock alone, so that nodes agree on it without a store.</summary>
    public bool IsClockOnly =>
        StartTicks is not null && Guards.Length == 0
        && Array.TrueForAll(Stages, static stage => stage is { Advance: StageAdvance.Auto, MinSamples: null or 0, Window: null });
}
