using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>A rule: matches when all its conditions hold, the percentage last.</summary>
internal sealed class Rule(string name, int priority, Serve serve, IReadOnlyList<Condition> conditions, PercentageCondition? percentage)
{
    public string Name { get; } = name;

    public int Priority { get; } = priority;

    public Serve Serve { get; } = serve;

    /// <summary>The conditions that have to be evaluated at each call.</summary>
    public Condition[] Conditions { get; } = Part(conditions, isDecided: false);

    /// <summary>The conditions that were decided when the rule was compiled.</summary>
    public Condition[] Decided { get; } = Part(conditions, isDecided: true);

    /// <summary>True if the rule is written with <c>"enabled": false</c>.</summary>
    public bool IsSwitchedOff { get; init; }

    /// <summary>True if the rule cannot match here for any context.</summary>
    public bool IsIdle => IsSwitchedOff || Array.Exists(Decided, static condition => condition.Decided == false);

    // Last, so that a missing id is noted only where it decided; and apart, so that the usual rule needs no virtual call.
    public PercentageCondition? Percentage { get; } = percentage;

    /// <summary>The reason of this rule's decisions: a split if chance decides who is in or which variant is served.</summary>
    public DecisionReason Reason { get; } =
        percentage is not null
            || serve.Split is not null
            || serve.Allocation is { IsByChance: true }
            || conditions.Any(static condition => condition is ForeignShareCondition)
            ? DecisionReason.Split
            : DecisionReason.TargetingMatch;

    /// <summary>True if a decision of this rule shows the bucket that it used.</summary>
    public bool HasBucket => Percentage is not null;

    /// <summary>The maximum <see cref="EvaluationCost"/> of the rule, if it may match.</summary>
    public long Steps => 1 + EvaluationCost.Of(Conditions) + EvaluationCost.Of(Decided) + (Percentage?.Steps ?? 0) + Serve.Steps;

    public bool Matches(ref EvaluationFrame frame) =>
        ConditionList.AllHold(Conditions, ref frame) && (Percentage is null || Percentage.Holds(ref frame));

    /// <summary>The order in which rules are tried: priority, then those that serve false, then by name.</summary>
    public static int Compare(Rule left, Rule right)
    {
        var order = left.Priority.CompareTo(right.Priority);
        if (order == 0)
        {
            order = left.Serve.Enabled.CompareTo(right.Serve.Enabled);
        }

        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }

    private static Condition[] Part(IReadOnlyList<Condition> conditions, bool isDecided)
    {
        var count = 0;
        for (var index = 0; index < conditions.Count; index++)
        {
            count += conditions[index].Decided is not null == isDecided ? 1 : 0;
        }

        if (count == 0)
        {
            return [];
        }

        var part = new Condition[count];
        var next = 0;
        for (var index = 0; index < conditions.Count; index++)
        {
            if (conditions[index].Decided is not null == isDecided)
            {
                part[next++] = conditions[index];
            }
        }

        return part;
    }
}
