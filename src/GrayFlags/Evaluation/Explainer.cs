using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Evaluation;

/// <summary>Explains a decision. Evaluates the same conditions as the precedence, so that the two cannot differ.</summary>
internal static class Explainer
{
    /// <param name="flag">The flag.</param>
    /// <param name="verdict">The verdict on it.</param>
    /// <param name="decision">The same verdict as callers see it.</param>
    /// <param name="frame">The frame in which it was decided, with a fixed clock and a fixed draw.</param>
    public static GrayExplanation Explain(Flag flag, in Verdict verdict, in GrayDecision decision, ref EvaluationFrame frame)
    {
        var attribute = frame.UnreadableAttribute;
        var rules = new List<RuleExplanation>(flag.Rules.Length + flag.IdleRules.Length);
        foreach (var rule in flag.Rules)
        {
            rules.Add(Explain(rule, ReferenceEquals(rule, verdict.Rule), isIdle: false, ref frame));
        }

        foreach (var rule in flag.IdleRules)
        {
            rules.Add(Explain(rule, decides: false, isIdle: true, ref frame));
        }

        var unreadable = attribute is null ? "" : $" An operator could not read attribute '{attribute}' on the way.";
        var summary = flag.IsKilled
            ? "The kill switch, off, names this flag: it is off for everyone."
            : verdict.Reason == DecisionReason.RolledBack && flag.Rollout is { } rollout ? RolledBack(frame.Admissions[rollout.Index])
            : Summary(decision, flag.DefaultSplit?.Split) + unreadable;
        return new GrayExplanation(flag.Name, decision, summary, rules)
        {
            Rollout = flag.Rollout is { } plan ? Explain(plan, verdict, ref frame) : null,
            Origin = flag.Origin,
            IsClientSide = flag.IsClientSide,
        };
    }

    public static GrayExplanation Overridden(string flag, GrayDecision decision) =>
        new(flag, decision, "The program overrides this flag here: the rules are not asked.", []);

    public static GrayExplanation Failed(string flag, GrayDecision decision, string details) =>
        new(flag, decision, details.Length == 0 ? Summary(decision) : $"{Summary(decision)} {details}", []);

    private static RuleExplanation Explain(Rule rule, bool decides, bool isIdle, ref EvaluationFrame frame)
    {
        var conditions = ConditionList.Explain(rule.Decided, ref frame);
        conditions.AddRange(ConditionList.Explain(rule.Conditions, ref frame));
        if (rule.Percentage is not null)
        {
            conditions.Add(rule.Percentage.Explain(ref frame));
            if (rule.Serve.Split is { } split)
            {
                conditions.Add(split.Explain(ref frame));
            }
        }

        if (rule.Serve.Allocation is { } allocation)
        {
            conditions.Add(allocation.Explain(ref frame));
        }

        var matches = !isIdle && rule.Matches(ref frame);
        return new RuleExplanation(rule.Name!, rule.Priority, rule.Serve.ToString(), rule.IsSwitchedOff, matches, decides, conditions);
    }

    private static RolloutExplanation Explain(RolloutPlan plan, in Verdict verdict, ref EvaluationFrame frame)
    {
        var gate = frame.Admissions[plan.Index];

        // If something else decided, the arm is the one the context would have had otherwise.
        var arm = verdict.IsLeftToRollout ? verdict.Arm : gate.Assign(ref frame).Arm;
        var decides = verdict.Reason is DecisionReason.RolledBack or DecisionReason.Removed || (verdict.IsLeftToRollout && arm == GrayArm.Canary);
        return new RolloutExplanation(plan.Id, plan.Serve.ToString(), gate.ToString(), arm, decides, gate.Explain(ref frame));
    }

    private static string RolledBack(RolloutGate gate) => gate switch
    {
        { IsUnread: true } =>
            "The store of rollouts has not been read yet, and the flag's rollout may be one that was rolled back: "
            + "it is off for everyone until the store answers.",
        { IsLost: true } =>
            "What was kept of the flag's rollout may be lost, so it may be one that was rolled back: it is off for everyone until an operator resumes it.",
        _ => "The flag's rollout has been rolled back: it is off for everyone.",
    };

    private static string Summary(GrayDecision decision, SplitCondition? split = null) => decision switch
    {
        { Error: DecisionError.NotReady } => "No rules have been loaded yet.",
        { Error: DecisionError.FlagNotFound } => "No document defines this flag.",
        { Error: DecisionError.TargetingKeyMissing } => "No rule matched, and the context lacks the id that a percentage or a split goes by.",
        { Reason: DecisionReason.Disabled } => "The flag is written with \"enabled\": false: it is off for everyone.",
        { Reason: DecisionReason.Static } => "The flag is written as true or false.",
        { Reason: DecisionReason.Removed } => "Feedback has taken this unit out of the flag's rollout: it is off for it alone.",
        { Reason: DecisionReason.Split, Rule: null } when split is null => "No rule matched, and the flag's rollout admits the context.",
        { Reason: DecisionReason.Default } => "No rule matched: the flag's default decides.",
        { Rule: null } => $"No rule matched: the flag's default splits, {split}.",
        _ => $"Rule '{decision.Rule}' is the first that matches.",
    };
}
