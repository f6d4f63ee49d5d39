namespace GrayFlags.Bucketing;

/// <summary>The random numbers of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).</summary>
internal static class SplitMix64
{
    /// <summary>The number by which the state grows at each draw.</summary>
    public const ulong Step = GoldenRatio.Fraction;

    /// <summary>The number that a state gives.</summary>
    public static ulong Mix(ulong state)
    {
        state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
        state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
        return state ^ (state >> 31);
    }
}
