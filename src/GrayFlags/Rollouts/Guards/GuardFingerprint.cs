using System.Globalization;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Tells plans apart whose guards would weigh the same calls differently, or act otherwise.</summary>
internal static class GuardFingerprint
{
    /// <summary>The same text for all plans with the same guards, on every machine.</summary>
    public static string Of(RolloutPlan plan)
    {
        var text = string.Join(
            '\n',
            plan.Guards.Select(guard => string.Create(CultureInfo.InvariantCulture, $"{GuardState.KeyOf(guard)} {guard.OnBreach} {guard.AfterCompletion}"))
                .Append(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{plan.Stages.Length} {plan.Risk:R} {plan.Settle.Ticks} {plan.EvidenceDelta:R} {plan.EvidenceRisk:R}"))
                .Append(string.Join(' ', plan.Stages.Select(stage => stage.Advance == StageAdvance.Evidence ? "evidence" : "-"))));
        return Bucketing.TextHash.Of(text).ToString("x16", CultureInfo.InvariantCulture);
    }
}
