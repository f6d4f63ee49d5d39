using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulation;

/// <summary>A compiled rollout around guards.</summary>
internal static class SimulatedPlan
{
    private const int SizePerPercent = 1_000;

    /// <summary>Failures, where a unit's first call of an epoch counts: the default.</summary>
    public static GuardPlan First { get; } = new() { Name = "first", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback };

    /// <summary>Failures, where a unit's first good and its first bad call count.</summary>
    public static GuardPlan Both { get; } =
        new() { Name = "both", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback, Count = GuardCount.Both };

    /// <summary>The same guard under another name, which is another guard.</summary>
    public static GuardPlan Renamed(GuardPlan guard, string name) => new()
    {
        Name = name,
        Metric = guard.Metric,
        Kind = guard.Kind,
        IsLimit = guard.IsLimit,
        Max = guard.Max,
        Relative = guard.Relative,
        Absolute = guard.Absolute,
        OnBreach = guard.OnBreach,
        Count = guard.Count,
    };

    public static RolloutPlan Of(IEnumerable<double> percentages, double risk, params GuardPlan[] guards) =>
        Of(percentages, risk, TimeSpan.Zero, RolloutPlan.DefaultSettle, guards);

    /// <param name="percentages">One for each stage.</param>
    /// <param name="risk">The risk of the attempt.</param>
    /// <param name="hold">How long a stage is planned to last: the weights of the epochs are made of it.</param>
    /// <param name="settle">At what age calls are judged.</param>
    /// <param name="guards">What is watched.</param>
    public static RolloutPlan Of(IEnumerable<double> percentages, double risk, TimeSpan hold, TimeSpan settle, params GuardPlan[] guards) => new()
    {
        Flag = "simulated",
        Id = "1",
        Audience = [],
        BucketingUnit = BucketingUnit.User,
        Salt = "simulated:rollout",
        SaltHash = Bucketing.TextHash.Of("simulated:rollout"),
        Order = RolloutOrder.Random,
        Serve = Serve.On,
        Stages = [.. percentages.Select(percentage => new StagePlan
        {
            Name = FormattableString.Invariant($"{percentage} %"),
            Size = (int)Math.Round(percentage * SizePerPercent),
            Hold = hold,
            Advance = StageAdvance.Evidence,
        })],
        Guards = guards,
        Risk = risk,
        EvidenceDelta = 0.01,
        EvidenceRisk = 0.05,
        Health = HealthPlan.Default,
        Settle = settle,
        OnRollback = RollbackPlan.Default,
        Feedback = FeedbackPlan.Default,
    };
}
