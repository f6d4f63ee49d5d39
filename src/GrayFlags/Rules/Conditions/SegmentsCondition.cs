using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Conditions;

/// <summary>The context is in any of some segments.</summary>
internal sealed class SegmentsCondition(Segment[] segments) : Condition
{
    public IReadOnlyList<Segment> Segments => segments;

    public override long Steps => segments.Sum(static segment => segment.Steps);

    public override bool Holds(ref EvaluationFrame frame)
    {
        foreach (var segment in segments)
        {
            if (segment.Contains(ref frame))
            {
                return true;
            }
        }

        return false;
    }

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        // The one segment that is named already needs no line of its own.
        if (segments.Length == 1)
        {
            var only = segments[0].Explain(ref frame);
            return new("segments", only.Wanted, only.Seen, only.Holds, only.Parts);
        }

        var parts = new List<ConditionExplanation>(segments.Length);
        foreach (var segment in segments)
        {
            parts.Add(segment.Explain(ref frame));
        }

        var wanted = segments.Length == 0
            ? "in a segment of an empty list"
            : "in " + LogSafeText.Listed(segments, static segment => LogSafeText.Quote(segment.Name), " or ");
        return new("segments", wanted, "", Holds(ref frame), parts);
    }
}
