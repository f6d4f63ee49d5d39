using GrayFlags.Rules;

namespace GrayFlags.Evaluation;

/// <summary>The pure answer: no lock, no log, no allocation, nothing that throws.</summary>
internal static class Evaluator
{
    private const int NoBucket = -1;

    public static bool IsEnabled(Flag flag, ref EvaluationFrame frame) => flag.ServeTo(ref frame).Enabled;

    // Not by way of the other: one call more is a third of what a decision costs.
    public static GrayDecision Evaluate(Flag flag, string version, ref EvaluationFrame frame)
    {
        var rule = flag.DecidingRule(ref frame);
        return Decision(flag, rule, (rule?.Serve ?? flag.Default).Variant(ref frame)?.Name, version, ref frame);
    }

    /// <summary>What is served to this context, for those who read its variant's value.</summary>
    public static GrayDecision Evaluate(Flag flag, string version, ref EvaluationFrame frame, out Variant? variant)
    {
        var rule = flag.DecidingRule(ref frame);
        variant = (rule?.Serve ?? flag.Default).Variant(ref frame);
        return Decision(flag, rule, variant?.Name, version, ref frame);
    }

    public static GrayDecision Failed(DecisionError error, string version) =>
        new(false, null, DecisionReason.Error, null, NoBucket, version, error);

    public static GrayDecision Overridden(bool enabled, string? variant, string version) =>
        new(enabled, variant, DecisionReason.Override, null, NoBucket, version, DecisionError.None);

    /// <summary>The same decision, whose value could not be read as the type asked for.</summary>
    public static GrayDecision Mismatched(GrayDecision decision) =>
        new(decision.Enabled, decision.Variant, DecisionReason.Error, decision.Rule, decision.Bucket, decision.Version, DecisionError.TypeMismatch);

    private static GrayDecision Decision(Flag flag, Rule? rule, string? variant, string version, ref EvaluationFrame frame)
    {
        // Told also where a rule decided: what was asked before it may have been meant to.
        var error = frame.UnreadableAttribute is null ? DecisionError.None : DecisionError.AttributeUnreadable;
        if (rule is not null)
        {
            var bucket = rule.HasBucket ? frame.Bucket : NoBucket;
            return new(rule.Serve.Enabled, variant, rule.Reason, rule.Name, bucket, version, error);
        }

        // A missing id is only worth telling where it could have changed the answer.
        error = frame.SubjectMissing ? DecisionError.TargetingKeyMissing : error;
        return new(flag.Default.Enabled, variant, flag.FixedReason, null, NoBucket, version, error);
    }
}
