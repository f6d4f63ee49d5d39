namespace GrayFlags.Rollouts.Guards;

/// <summary>Plain counts of the judged calls, as dashboards show them.</summary>
internal sealed class OutcomeCounts
{
    public const int Length = 14;

    private const int Arms = 2;

    private readonly long[] _counts = new long[Length];

    /// <summary>The judged calls of an arm.</summary>
    public ref long Calls(bool isCanary) => ref _counts[Place(0, isCanary)];

    /// <summary>The failed ones among the judged calls.</summary>
    public ref long Failures(bool isCanary) => ref _counts[Place(1, isCanary)];

    /// <summary>The judged calls that had not ended.</summary>
    public ref long NotEnded(bool isCanary) => ref _counts[Place(2, isCanary)];

    /// <summary>The ignored calls.</summary>
    public ref long Ignored(bool isCanary) => ref _counts[Place(3, isCanary)];

    /// <summary>The units with a judged call in the current stage.</summary>
    public ref long StageUnits(bool isCanary) => ref _counts[Place(4, isCanary)];

    /// <summary>The units that were seen.</summary>
    public ref long Units(bool isCanary) => ref _counts[Place(5, isCanary)];

    /// <summary>The shadow comparisons in the current stage.</summary>
    public ref long StageShadows => ref _counts[12];

    /// <summary>The calls of units that had one before in the same quarter of a minute: they count as data, but not as evidence.</summary>
    public ref long Repeated => ref _counts[13];

    public void StartStage()
    {
        StageUnits(isCanary: true) = 0;
        StageUnits(isCanary: false) = 0;
        StageShadows = 0;
    }

    public long[] Save() => [.. _counts];

    public void Load(long[] counts) => counts.CopyTo(_counts, 0);

    private static int Place(int what, bool isCanary) => (what * Arms) + (isCanary ? 1 : 0);
}
