using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>An ordered allocation: the variant of the first step that holds.</summary>
internal sealed class Allocation
{
    private readonly Step[] _steps;

    /// <param name="steps">Each step: its conditions, and its variant, if it gives one.</param>
    public Allocation(IReadOnlyList<(Condition[] Conditions, Variant? Variant)> steps)
    {
        _steps = [.. steps.Select(static step => new Step(step.Conditions, step.Variant))];
        DecidesEnabled = _steps.Any(static step => step.Variant?.Enabled is not null);
        IsByChance = _steps.Any(static step => step.Conditions.Any(static condition => condition is ForeignShareCondition));
        Steps = _steps.Sum(static step => 1 + EvaluationCost.Of(step.Conditions));
    }

    /// <summary>True where a variant decides what the flag reads as.</summary>
    public bool DecidesEnabled { get; }

    /// <summary>True where a hash is asked who is given what.</summary>
    public bool IsByChance { get; }

    public long Steps { get; }

    /// <summary>The conditions of all steps.</summary>
    public IEnumerable<Condition> Conditions => _steps.SelectMany(static step => step.Conditions);

    /// <summary>The variant of the frame's context; null where no step holds, or one that gives none.</summary>
    public Variant? Pick(ref EvaluationFrame frame)
    {
        foreach (var step in _steps)
        {
            if (ConditionList.AllHold(step.Conditions, ref frame))
            {
                return step.Variant;
            }
        }

        return null;
    }

    public ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var steps = new List<ConditionExplanation>(_steps.Length);
        foreach (var step in _steps)
        {
            var conditions = ConditionList.Explain(step.Conditions, ref frame);
            var variant = step.Variant is { } given ? $"variant '{given.Name}'" : "no variant";
            steps.Add(new("step", variant, "", ConditionList.AllHold(step.Conditions, ref frame), conditions));
        }

        var picked = Pick(ref frame) is { } chosen ? $"variant '{chosen.Name}'" : "no variant";
        return new("allocation", "the first step that holds", picked, true, steps);
    }

    private readonly record struct Step(Condition[] Conditions, Variant? Variant);
}
