using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Tests.Rollouts;

/// <summary>Compiled rollouts for tests of what is built on them.</summary>
internal static class Plans
{
    public static GuardPlan Errors => new() { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback };

    public static GuardPlan Latency => new() { Name = "latency", Metric = GuardMetric.Duration, Kind = GuardKind.Mean, OnBreach = GuardAction.Rollback };

    public static GuardPlan P95 =>
        new() { Name = "p95", Metric = GuardMetric.Duration, Kind = GuardKind.Quantile, Quantile = 0.95, OnBreach = GuardAction.Pause };

    public static GuardPlan Happy => new() { Name = "happy", Metric = GuardMetric.Score, Kind = GuardKind.Score, OnBreach = GuardAction.Pause };

    public static GuardPlan Limit(GuardMetric metric, double max) =>
        new() { Name = "limit", Metric = metric, Kind = GuardKind.Rate, IsLimit = true, Max = max, OnBreach = GuardAction.Pause };

    public static RolloutPlan Of(GuardPlan[] guards, int stages = 1, double risk = 0.01, StageAdvance advance = StageAdvance.Auto) => new()
    {
        Flag = "flag",
        Id = "1",
        Audience = [],
        BucketingUnit = BucketingUnit.User,
        Salt = "flag:rollout",
        SaltHash = 1,
        Order = RolloutOrder.Random,
        Serve = Serve.On,
        Stages = [.. Enumerable.Range(0, stages).Select(stage => new StagePlan { Name = $"s{stage}", Size = 5_000 * (stage + 1), Advance = advance })],
        Guards = guards,
        Risk = risk,
        EvidenceDelta = 0.01,
        EvidenceRisk = 0.05,
        Health = HealthPlan.Default,
        OnRollback = RollbackPlan.Default,
        Feedback = FeedbackPlan.Default,
    };
}
