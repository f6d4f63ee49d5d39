namespace GrayFlags.Rollouts.Guards;

/// <summary>Plain counts of the calls that were judged, as dashboards show them.</summary>
internal sealed class OutcomeCounts
{
    public const int Length = 14;

    private const int Arms = 2;

    private readonly long[] _counts = new long[Length];

    /// <summary>Calls that were judged: by arm, 0 for the control.</summary>
    public ref long Calls(bool isCanary) => ref _counts[Place(0, isCanary)];

    /// <summary>Of these, those that failed.</summary>
    public ref long Failures(bool isCanary) => ref _counts[Place(1, isCanary)];

    /// <summary>Of the calls, those that had not ended.</summary>
    public ref long NotEnded(bool isCanary) => ref _counts[Place(2, isCanary)];

    /// <summary>Calls that said nothing.</summary>
    public ref long Ignored(bool isCanary) => ref _counts[Place(3, isCanary)];

    /// <summary>Units with a judged call in the stage that runs.</summary>
    public ref long StageUnits(bool isCanary) => ref _counts[Place(4, isCanary)];

    /// <summary>Units that were met.</summary>
    public ref long Units(bool isCanary) => ref _counts[Place(5, isCanary)];

    /// <summary>Comparisons with a shadow in the stage that runs.</summary>
    public ref long StageShadows => ref _counts[12];

    /// <summary>Calls of units that had one before in the same minute: signs of life, and no evidence.</summary>
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
