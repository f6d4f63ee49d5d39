using GrayFlags.Rules;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Evaluation;

/// <summary>The outcome of the precedence for one flag and one context. <c>default</c> is the outcome for a flag that no document defines.</summary>
internal readonly struct Verdict
{
    private const int NoBucket = -1;

    private readonly Serve? _serve;
    private readonly int _bucketPlusOne;

    public Verdict(Serve serve, DecisionReason reason, Rule? rule = null, int bucket = NoBucket, Assignment assignment = default)
    {
        _serve = serve;
        Reason = reason;
        Rule = rule;
        _bucketPlusOne = bucket + 1;
        Assignment = assignment;
    }

    /// <summary>The value that is served.</summary>
    public Serve Serve => _serve ?? Serve.Off;

    /// <summary>The rule that decided; null when none did.</summary>
    public Rule? Rule { get; }

    /// <summary>The reason; <see cref="DecisionReason.Error"/> for a flag that no document defines.</summary>
    public DecisionReason Reason { get; }

    /// <summary>The bucket by which it was decided; -1 when none mattered.</summary>
    public int Bucket => _bucketPlusOne - 1;

    /// <summary>The arm of the flag's rollout; outside for those whom something else decided, who are evidence for neither arm.</summary>
    public Assignment Assignment { get; }

    /// <summary>True when nothing before the rollout decided, so that <see cref="Assignment"/> tells of it.</summary>
    public bool IsLeftToRollout => Rule is null && Reason is DecisionReason.Split or DecisionReason.Default;

    /// <summary>The verdict as callers see it.</summary>
    /// <param name="variant">The variant that <see cref="Serve"/> gives the context.</param>
    /// <param name="version">The version of the rules.</param>
    /// <param name="frame">The frame in which it was decided.</param>
    public GrayDecision ToDecision(Variant? variant, string version, ref EvaluationFrame frame)
    {
        // An unreadable attribute is always reported, since a condition before may have been meant to decide; a missing id only if it could have mattered.
        var error = Reason == DecisionReason.Default && frame.SubjectMissing ? DecisionError.TargetingKeyMissing
            : frame.UnreadableAttribute is null ? DecisionError.None
            : DecisionError.AttributeUnreadable;
        return new(Serve.Enabled, variant?.Name, Reason, Rule?.Name, Bucket, version, error);
    }

    /// <summary>The decision of a flag that has no answer.</summary>
    public static GrayDecision Failed(DecisionError error, string version) =>
        new(false, null, DecisionReason.Error, null, NoBucket, version, error);

    /// <summary>The same decision, whose value could not be read as the type asked for.</summary>
    public static GrayDecision Mismatched(in GrayDecision decision) =>
        new(decision.Enabled, decision.Variant, DecisionReason.Error, decision.Rule, decision.Bucket, decision.Version, DecisionError.TypeMismatch);
}
