namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>What two opinions must agree on.</summary>
internal sealed record ReferenceDecision(
    bool Enabled, string? Variant, DecisionReason Reason, string? Rule = null, int Bucket = -1, DecisionError Error = DecisionError.None)
{
    // What could not be read changes no answer; it has tests of its own.
    public static ReferenceDecision Of(GrayDecision decision) =>
        new(
            decision.Enabled,
            decision.Variant,
            decision.Reason,
            decision.Rule,
            decision.Bucket,
            decision.Error == DecisionError.AttributeUnreadable ? DecisionError.None : decision.Error);
}
