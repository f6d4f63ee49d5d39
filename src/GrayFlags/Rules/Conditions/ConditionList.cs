namespace GrayFlags.Rules.Conditions;

/// <summary>The two ways of combining conditions: all or any.</summary>
internal static class ConditionList
{
    public static bool AllHold(Condition[] conditions, ref EvaluationFrame frame)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Holds(ref frame))
            {
                return false;
            }
        }

        return true;
    }

    public static bool AnyHolds(Condition[] conditions, ref EvaluationFrame frame)
    {
        foreach (var condition in conditions)
        {
            if (condition.Holds(ref frame))
            {
                return true;
            }
        }

        return false;
    }

    public static List<ConditionExplanation> Explain(Condition[] conditions, ref EvaluationFrame frame)
    {
        var explanations = new List<ConditionExplanation>(conditions.Length);
        foreach (var condition in conditions)
        {
            explanations.Add(condition.Explain(ref frame));
        }

        return explanations;
    }
}
