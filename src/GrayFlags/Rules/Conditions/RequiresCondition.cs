using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Conditions;

/// <summary>Other flags serve what is required of them, to the same context.</summary>
internal sealed class RequiresCondition(Requirement[] requirements) : Condition
{
    public IReadOnlyList<Requirement> Requirements => requirements;

    public override long Steps => requirements.Sum(static requirement => requirement.Steps);

    public override bool Holds(ref EvaluationFrame frame)
    {
        // An id that the other flag misses is noted in its own decision.
        var before = frame.SubjectMissing;
        var holds = requirements.Length > 0;
        foreach (var requirement in requirements)
        {
            if (!requirement.IsMet(ref frame))
            {
                holds = false;
                break;
            }
        }

        frame.SubjectMissing = before;
        return holds;
    }

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var before = frame.SubjectMissing;
        var seen = new List<string>(requirements.Length);
        foreach (var requirement in requirements.Take(LogSafeText.MaxListed))
        {
            seen.Add(requirement.Seen(ref frame));
        }

        frame.SubjectMissing = before;
        var wanted =
            requirements.Length == 0 ? "a flag of an empty list" : LogSafeText.Listed(requirements, static requirement => requirement.ToString(), " and ");
        var shown = string.Join(", ", seen) + (requirements.Length > LogSafeText.MaxListed ? ", …" : "");
        return new("requires", wanted, shown, Holds(ref frame));
    }
}
