namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>What two opinions must agree on.</summary>
internal sealed record ReferenceDecision(bool Enabled, string? Variant, DecisionReason Reason, string? Rule = null, int Bucket = -1, DecisionError Error = DecisionError.None)
{
    public static ReferenceDecision Of(GrayDecision decision) =>
        new(decision.Enabled, decision.Variant, decision.Reason, decision.Rule, decision.Bucket, decision.Error);
}
