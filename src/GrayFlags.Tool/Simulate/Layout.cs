namespace GrayFlags.Tool.Simulate;

/// <summary>The place of each count of a question in one array of a thread.</summary>
internal sealed class Layout
{
    private readonly Question _question;
    private readonly int[][] _flags;
    private readonly int _regions;
    private readonly int _segments;
    private readonly int _pairs;

    public Layout(Question question)
    {
        _question = question;
        RegionCount = question.Regions.Names.Count;
        var next = 1;
        _flags = new int[question.Moments.Count][];
        for (var moment = 0; moment < _flags.Length; moment++)
        {
            _flags[moment] = new int[question.Flags.Count];
            for (var flag = 0; flag < question.Flags.Count; flag++)
            {
                _flags[moment][flag] = next;
                next += SizeOf(moment, flag);
            }
        }

        _regions = next;
        _segments = _regions + RegionCount;
        _pairs = _segments + question.Segments.Count;
        Size = _pairs + (question.HasPairs ? question.Flags.Count * question.Flags.Count : 0);
    }

    /// <summary>The number of counts.</summary>
    public int Size { get; }

    public int RegionCount { get; }

    /// <summary>All subjects.</summary>
    public const int All = 0;

    public int On(int moment, int flag) => _flags[moment][flag];

    /// <summary>Subjects for whom a rule or something else decides; with those who are on one further.</summary>
    public int Decided(int moment, int flag, int decider) => On(moment, flag) + 1 + (2 * decider);

    public int Variant(int moment, int flag, int variant) => Decided(moment, flag, DeciderCount(moment, flag)) + variant;

    public int InRegion(int flag, int region) => Variant(0, flag, _question.Moments[0].Variants[flag].Length) + region;

    public int InSegment(int flag, int segment) => InRegion(flag, RegionCount) + segment;

    public int Region(int region) => _regions + region;

    public int Segment(int segment) => _segments + segment;

    public int Pair(int flag, int other) => _pairs + (flag * _question.Flags.Count) + other;

    public int DeciderCount(int moment, int flag) => _question.HasParts ? _question.Moments[moment].RuleNames[flag].Length + Decider.Others : 0;

    private int SizeOf(int moment, int flag)
    {
        var parts = 1 + (2 * DeciderCount(moment, flag));
        return _question.HasParts ? parts + _question.Moments[moment].Variants[flag].Length + RegionCount + _question.Segments.Count : parts;
    }
}
