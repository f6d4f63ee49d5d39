using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Simulate;

/// <summary>Counts the answers to a question. For one thread; those of several are added up.</summary>
internal sealed class Tally(Question question)
{
    private readonly Layout _layout = question.Layout;
    private readonly bool[] _isOn = new bool[question.Flags.Count];
    private readonly bool[] _isIn = new bool[question.Segments.Count];

    /// <summary>The counts, by the layout.</summary>
    public long[] Counts { get; } = new long[question.Layout.Size];

    public static long[] Sum(IEnumerable<Tally> tallies)
    {
        long[]? sum = null;
        foreach (var tally in tallies)
        {
            if (sum is null)
            {
                sum = tally.Counts;
                continue;
            }

            for (var index = 0; index < sum.Length; index++)
            {
                sum[index] += tally.Counts[index];
            }
        }

        return sum!;
    }

    public void Add(Subject subject)
    {
        Counts[Layout.All]++;
        if (question.HasParts)
        {
            AddParts(subject);
        }
        else
        {
            AddInstants(subject);
        }
    }

    private void AddInstants(Subject subject)
    {
        for (var moment = 0; moment < question.Moments.Count; moment++)
        {
            var then = question.Moments[moment];
            for (var flag = 0; flag < then.Flags.Count; flag++)
            {
                if (then.Rules.Decide(then.Flags[flag], subject.Context, subject.Draw).Enabled)
                {
                    Counts[_layout.On(moment, flag)]++;
                }
            }
        }
    }

    private void AddParts(Subject subject)
    {
        var now = question.Moments[0];
        var region = question.Regions.Of(subject.Context.Region);
        Counts[_layout.Region(region)]++;
        for (var segment = 0; segment < _isIn.Length; segment++)
        {
            _isIn[segment] = now.Rules.Decide(now.Probes[segment], subject.Context, subject.Draw).Enabled;
            Counts[_layout.Segment(segment)] += _isIn[segment] ? 1 : 0;
        }

        for (var flag = 0; flag < now.Flags.Count; flag++)
        {
            var decision = now.Rules.Decide(now.Flags[flag], subject.Context, subject.Draw);
            _isOn[flag] = decision.Enabled;
            AddFlag(flag, decision, region);
        }

        if (question.HasPairs)
        {
            AddPairs();
        }
    }

    private void AddFlag(int flag, in GrayDecision decision, int region)
    {
        var now = question.Moments[0];
        var decided = _layout.Decided(0, flag, Decider.Of(decision, now.RuleNames[flag]));
        Counts[decided]++;
        if (decision.Variant is { } variant && Array.IndexOf(now.Variants[flag], variant) is var place and >= 0)
        {
            Counts[_layout.Variant(0, flag, place)]++;
        }

        if (!decision.Enabled)
        {
            return;
        }

        Counts[_layout.On(0, flag)]++;
        Counts[decided + 1]++;
        Counts[_layout.InRegion(flag, region)]++;
        for (var segment = 0; segment < _isIn.Length; segment++)
        {
            Counts[_layout.InSegment(flag, segment)] += _isIn[segment] ? 1 : 0;
        }
    }

    private void AddPairs()
    {
        for (var flag = 0; flag < _isOn.Length; flag++)
        {
            for (var other = flag + 1; _isOn[flag] && other < _isOn.Length; other++)
            {
                Counts[_layout.Pair(flag, other)] += _isOn[other] ? 1 : 0;
            }
        }
    }
}
