namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The state of a call in one word, so that exactly one of two racing threads ends it.</summary>
/// <param name="Bits">
/// From the top: 24 bits for the page's generation, 17 for the share, 3 for the verdict, 11 for the duration's level and 9 for the score's; both levels plus
/// one, 0 for none.
/// </param>
internal readonly record struct CallState(ulong Bits)
{
    public const int GenerationMask = (1 << 24) - 1;

    private const int GenerationShift = 40;
    private const int SizeShift = 23;
    private const int SizeMask = (1 << 17) - 1;
    private const int VerdictShift = 20;
    private const int VerdictMask = 7;
    private const int LevelShift = 9;
    private const int LevelMask = (1 << 11) - 1;
    private const int ScoreMask = (1 << 9) - 1;

    public int Generation => (int)(Bits >> GenerationShift);

    /// <summary>The probability of the canary, in buckets of 100,000.</summary>
    public int Size => (int)(Bits >> SizeShift) & SizeMask;

    public CallVerdict Verdict => (CallVerdict)((int)(Bits >> VerdictShift) & VerdictMask);

    /// <summary>The level of its duration; -1 for none.</summary>
    public int Level => ((int)(Bits >> LevelShift) & LevelMask) - 1;

    /// <summary>The level of its score; -1 for none.</summary>
    public int Score => ((int)Bits & ScoreMask) - 1;

    public static CallState Of(int generation, int size, CallVerdict verdict, int level = -1, int score = -1) => new(
        ((ulong)(uint)generation << GenerationShift)
        | ((ulong)(uint)size << SizeShift)
        | ((ulong)verdict << VerdictShift)
        | ((ulong)(uint)(level + 1) << LevelShift)
        | (uint)(score + 1));

    public CallState Ended(CallVerdict verdict, int level, int score) => Of(Generation, Size, verdict, level, score);
}
