using System.Runtime.CompilerServices;
using GrayFlags.Rules;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Evaluation;

/// <summary>The outcome of the precedence for one flag and one context. <c>default</c> is the outcome for a flag that no document defines.</summary>
/// <remarks>
/// Two words, so that it is returned in registers: with the whole <see cref="Assignment"/> in it, every decision by rules cost a third more. The frame notes
/// that one.
/// </remarks>
internal readonly struct Verdict
{
    private const int NoBucket = -1;

    // The rule, or what is served where no rule decided.
    private readonly object? _decider;
    private readonly int _bucketPlusOne;
    private readonly byte _reason;
    private readonly byte _arm;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Verdict(Serve serve, DecisionReason reason, GrayArm arm = GrayArm.None, int bucket = NoBucket)
    {
        _decider = serve;
        _bucketPlusOne = bucket + 1;
        _reason = (byte)reason;
        _arm = (byte)arm;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Verdict(Rule rule, int bucket = NoBucket)
    {
        _decider = rule;
        _bucketPlusOne = bucket + 1;
        _reason = (byte)rule.Reason;
    }

    /// <summary>The value that is served.</summary>
    public Serve Serve => _decider is Rule rule ? rule.Serve : (Serve?)_decider ?? Serve.Off;

    /// <summary>The rule that decided; null when none did.</summary>
    public Rule? Rule => _decider as Rule;

    /// <summary>The reason; <see cref="DecisionReason.Error"/> for a flag that no document defines.</summary>
    public DecisionReason Reason => (DecisionReason)_reason;

    /// <summary>The bucket by which it was decided; -1 when none mattered.</summary>
    public int Bucket => _bucketPlusOne - 1;

    /// <summary>
    /// The arm of the flag's rollout, with its particulars in <see cref="EvaluationFrame.Assignment"/>; none for those whom something else decided, who are
    /// evidence for neither arm.
    /// </summary>
    public GrayArm Arm => (GrayArm)_arm;

    /// <summary>True when nothing before the rollout decided, so that <see cref="Arm"/> tells of it.</summary>
    public bool IsLeftToRollout => Reason == DecisionReason.Default || (Reason == DecisionReason.Split && Rule is null);

    /// <summary>The arm with its particulars, from the frame in which it was decided.</summary>
    public Assignment AssignmentIn(in EvaluationFrame frame) => _arm == (byte)GrayArm.None ? Assignment.Outside : frame.Assignment;

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
        return new(Serve.IsOnWith(variant), variant?.Name, Reason, Rule?.Name, Bucket, version, error);
    }

    /// <summary>The decision of a flag that has no answer.</summary>
    public static GrayDecision Failed(DecisionError error, string version) =>
        new(false, null, DecisionReason.Error, null, NoBucket, version, error);

    /// <summary>The same decision, whose value could not be read as the type asked for.</summary>
    public static GrayDecision Mismatched(in GrayDecision decision) =>
        new(decision.Enabled, decision.Variant, DecisionReason.Error, decision.Rule, decision.Bucket, decision.Version, DecisionError.TypeMismatch);
}
