using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Compilation;

/// <summary>Compiles a rollout's policies for evidence, unhealthy measurements, rollbacks and feedback.</summary>
internal sealed class RolloutPolicyCompiler(ProblemList problems)
{
    private const double DefaultDelta = 0.01;
    private const double DefaultRisk = 0.05;
    private const string InsideOne = "a number above 0 and below 1";

    private readonly FieldValidator _fields = new(problems);

    public (double Delta, double Risk) Evidence(EvidenceDefinition? evidence, string[] at) => evidence is null
        ? (DefaultDelta, DefaultRisk)
        : (
            _fields.Number(evidence, "delta", evidence.Delta, DefaultDelta, IsInsideOne, InsideOne, at),
            _fields.Number(evidence, "risk", evidence.Risk, DefaultRisk, IsInsideOne, InsideOne, at));

    public HealthPlan Health(HealthDefinition? health, string[] at)
    {
        var otherwise = HealthPlan.Default;
        return health is null
            ? otherwise
            : new HealthPlan(
                _fields.Word(health, "splitMismatch", health.SampleRatioMismatch, otherwise.SampleRatioMismatch, ProblemText.ActionAllowed, at),
                _fields.Word(health, "silentArm", health.SilentArm, otherwise.SilentArm, ProblemText.ActionAllowed, at),
                _fields.Word(health, "noData", health.NoData, otherwise.NoData, ProblemText.ActionAllowed, at),
                _fields.Duration(health, "noDataAfter", health.NoDataAfter, at) ?? otherwise.NoDataAfter);
    }

    public RollbackPlan OnRollback(RollbackDefinition? rollback, string[] at)
    {
        var otherwise = RollbackPlan.Default;
        return rollback is null
            ? otherwise
            : new RollbackPlan(
                _fields.Word(rollback, "resume", rollback.Resume, RolloutResume.Manual, ProblemText.ResumeAllowed, at) == RolloutResume.Auto,
                _fields.Duration(rollback, "cooldown", rollback.Cooldown, at) ?? otherwise.Cooldown,
                _fields.Count(rollback, "maxAttempts", rollback.MaxAttempts, otherwise.MaxAttempts, 1, RollbackDefinition.MostAttempts, at));
    }

    public FeedbackPlan Feedback(FeedbackDefinition? feedback, string[] at)
    {
        var otherwise = FeedbackPlan.Default;
        if (feedback is null)
        {
            return otherwise;
        }

        var removal = feedback.RemoveWhen;
        double? below = removal?.ScoreBelow is { } score
            ? _fields.Number(removal, "scoreBelow", score, 0, static score => score is > 0m and <= 1m, "a number above 0 and up to 1", [.. at, "removeWhen"])
            : otherwise.RemovesBelow;
        return new FeedbackPlan(removal?.Negative ?? otherwise.RemovesNegative, below, _fields.Duration(feedback, "for", feedback.For, at) ?? otherwise.For);
    }

    private static bool IsInsideOne(decimal number) => number is > 0m and < 1m;
}
