using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Simulator;

/// <summary>A compiled rollout around guards.</summary>
internal static class SimulatedPlan
{
    private const int SizePerPercent = 1_000;

    public static RolloutPlan Of(IEnumerable<double> percentages, double risk, params GuardPlan[] guards) => new()
    {
        Flag = "simulated",
        Id = "1",
        Audience = [],
        Subject = Subject.User,
        Salt = "simulated:rollout",
        SaltHash = Bucketing.TextHash.Of("simulated:rollout"),
        Order = RolloutOrder.Random,
        Serve = Serve.On,
        Stages = [.. percentages.Select(percentage => new StagePlan
        {
            Name = FormattableString.Invariant($"{percentage} %"),
            Size = (int)Math.Round(percentage * SizePerPercent),
            Advance = StageAdvance.Evidence,
        })],
        Guards = guards,
        Risk = risk,
        EvidenceDelta = 0.01,
        EvidenceRisk = 0.05,
        Health = HealthPlan.Default,
        OnRollback = RollbackPlan.Default,
        Feedback = FeedbackPlan.Default,
    };
}
