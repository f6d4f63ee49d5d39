using System.Runtime.CompilerServices;
using GrayFlags.Rules;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Evaluation;

/// <summary>The order in which a flag is decided, top to bottom; "Which rule decides" in docs/document.md is the same list.</summary>
/// <remarks>
/// Pure: no I/O, lock, log or allocation, nothing that throws. <see cref="Rules.Lookup.FastPath"/> gives the same answers for flags for which the
/// compiler knows that only one of these steps matters.
/// </remarks>
internal sealed class Precedence(FlagOverrides overrides) : IRequiredFlags
{
    /// <summary>Decides a flag for the frame's context.</summary>
    /// <param name="name">The name that was asked for.</param>
    /// <param name="flag">The flag; null when no document defines it.</param>
    /// <param name="frame">The context, and what is noted on the way.</param>
    public Verdict Decide(string? name, Flag? flag, ref EvaluationFrame frame)
    {
        // 1. An override by the program itself, which needs no flag.
        if (overrides.Find(name) is { } given)
        {
            return new Verdict(given.Serve, DecisionReason.Override);
        }

        return flag is null ? default : DecideByDocument(flag, ref frame);
    }

    /// <summary>Decides a flag as its document and its rollout say, whatever the program overrides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Verdict DecideByDocument(Flag flag, ref EvaluationFrame frame)
    {
        // 2. The kill switch, off.
        if (flag.IsKilled)
        {
            return new Verdict(flag.Disabled, DecisionReason.Disabled);
        }

        // 3. "enabled": false.
        if (flag.IsDisabled)
        {
            return new Verdict(flag.Disabled, DecisionReason.Disabled);
        }

        // 4. The short form, true or false.
        if (flag.IsStatic)
        {
            return new Verdict(flag.Default, DecisionReason.Static);
        }

        var gate = flag.Rollout is { } plan ? frame.Admissions[plan.Index] : null;
        if (gate is not null)
        {
            // 5. A rollout that was rolled back.
            if (gate.IsRolledBack)
            {
                return new Verdict(flag.Disabled, DecisionReason.RolledBack);
            }

            // 6. A unit that feedback has excluded.
            if (gate.Excludes(ref frame))
            {
                return new Verdict(flag.Disabled, DecisionReason.Removed);
            }
        }

        // 7. The first rule that matches.
        foreach (var rule in flag.Rules)
        {
            if (rule.Matches(ref frame))
            {
                return rule.HasBucket ? new Verdict(rule, frame.Bucket) : new Verdict(rule);
            }
        }

        // 8. The rollout, if it admits the context.
        var arm = GrayArm.None;
        if (gate is not null)
        {
            frame.Assignment = gate.Assign(ref frame);
            arm = frame.Assignment.Arm;
            if (arm == GrayArm.Canary)
            {
                return new Verdict(flag.Rollout!.Serve, DecisionReason.Split, arm, frame.Bucket);
            }
        }

        // 9. The default: split between variants for those who have an id, or as it is written.
        return flag.DefaultSplit is { } split && split.Split!.Holds(ref frame)
            ? new Verdict(split, DecisionReason.Split, arm)
            : new Verdict(flag.Default, DecisionReason.Default, arm);
    }

    /// <summary>The arm that chance gave a unit which feedback has excluded: steps 7 and 8 without step 6. It is served neither.</summary>
    public static Assignment AssignExcluded(Flag flag, RolloutPlan plan, ref EvaluationFrame frame)
    {
        foreach (var rule in flag.Rules)
        {
            if (rule.Matches(ref frame))
            {
                return Assignment.Outside;
            }
        }

        return frame.Admissions[plan.Index].Assign(ref frame);
    }

    Serve IRequiredFlags.ServeOf(Flag flag, ref EvaluationFrame frame, out bool isOverridden)
    {
        var verdict = Decide(flag.Name, flag, ref frame);
        isOverridden = verdict.Reason == DecisionReason.Override;
        return verdict.Serve;
    }
}
