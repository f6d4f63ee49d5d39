using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>A segment: (in <c>users</c>, or every other condition given holds) and none of its exceptions holds.</summary>
internal sealed class Segment(
    string name, SegmentDefinition definition, UsersCondition? users, Condition[] others, Condition[] except, long asked, long steps)
{
    public string Name { get; } = name;

    /// <summary>The conditions beside <c>users</c>.</summary>
    public IReadOnlyList<Condition> Others => others;

    /// <summary>The exceptions.</summary>
    public IReadOnlyList<Condition> Except => except;

    /// <summary>The definition that the segment was compiled from.</summary>
    public SegmentDefinition Definition => definition;

    /// <summary>The number of segments that one answer may have to evaluate: this one and, for each path that leads to them, those it refers to.</summary>
    public long Asked { get; } = asked;

    /// <summary>The maximum <see cref="EvaluationCost"/> of a test.</summary>
    public long Steps { get; } = steps;

    public bool Contains(ref EvaluationFrame frame)
    {
        var isMember = (users is not null && users.Holds(ref frame)) || (others.Length > 0 && ConditionList.AllHold(others, ref frame));
        return isMember && !ConditionList.AnyHolds(except, ref frame);
    }

    public ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var parts = new List<ConditionExplanation>();
        if (users is not null)
        {
            parts.Add(users.Explain(ref frame));
        }

        parts.AddRange(ConditionList.Explain(others, ref frame));
        if (except.Length > 0)
        {
            parts.Add(new ExceptCondition(except).Explain(ref frame));
        }

        return new("segment", $"in '{Name}'", "", Contains(ref frame), parts);
    }
}
