using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Simulate;

/// <summary>The findings of a simulation.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Counts">The counts, by its layout.</param>
/// <param name="Source">Where the subjects are from.</param>
/// <param name="Notes">What a reader has to know beside the figures.</param>
internal sealed record Findings(Question Question, long[] Counts, SubjectSource Source, IReadOnlyList<string> Notes)
{
    public long Subjects => Counts[Layout.All];

    public Share On(int moment, int flag) => new(Counts[Question.Layout.On(moment, flag)], Subjects);

    /// <summary>For each rule, and whatever else decided: for how many it did, and how many of them are on.</summary>
    public IEnumerable<(string Name, string? Rule, Share Decided, Share On)> Deciders(int flag)
    {
        var rules = Question.Moments[0].RuleNames[flag];
        for (var decider = 0; decider < Question.Layout.DeciderCount(0, flag); decider++)
        {
            var place = Question.Layout.Decided(0, flag, decider);
            if (decider < rules.Length || Counts[place] > 0)
            {
                var rule = decider < rules.Length ? rules[decider] : null;
                yield return (Decider.NameOf(decider, rules), rule, new(Counts[place], Subjects), new(Counts[place + 1], Subjects));
            }
        }
    }

    public IEnumerable<(string Name, Share Served)> Variants(int flag) =>
        Question.Moments[0].Variants[flag].Select((name, variant) => (name, new Share(Counts[Question.Layout.Variant(0, flag, variant)], Subjects)));

    /// <summary>For each region with anybody in it: how many of those are on.</summary>
    public IEnumerable<(string Name, Share On)> Regions(int flag) => Question.Regions.Names
        .Select((name, region) => (name, new Share(Counts[Question.Layout.InRegion(flag, region)], Counts[Question.Layout.Region(region)])))
        .Where(static each => each.Item2.Of > 0);

    /// <summary>For each segment: how many of its members are on.</summary>
    public IEnumerable<(string Name, Share On)> Segments(int flag) => Question.Segments
        .Select((name, segment) => (name, new Share(Counts[Question.Layout.InSegment(flag, segment)], Counts[Question.Layout.Segment(segment)])));

    /// <summary>For each pair of flags: who has both, and how many that would be if they had nothing to do with each other.</summary>
    public IEnumerable<(string Flag, string Other, Share Both, double IfIndependent)> Pairs()
    {
        for (var flag = 0; Question.HasPairs && flag < Question.Flags.Count; flag++)
        {
            for (var other = flag + 1; other < Question.Flags.Count; other++)
            {
                var both = new Share(Counts[Question.Layout.Pair(flag, other)], Subjects);
                yield return (Question.Flags[flag], Question.Flags[other], both, On(0, flag).Value * On(0, other).Value);
            }
        }
    }
}
