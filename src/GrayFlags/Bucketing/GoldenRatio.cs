namespace GrayFlags.Bucketing;

/// <summary>The golden ratio, which spreads numbers evenly: as a multiplier of hashes, and as the step of a sequence.</summary>
internal static class GoldenRatio
{
    /// <summary>Its fraction of 2^64; odd, so that no bit of a product is lost and all numbers of a sequence come up.</summary>
    public const ulong Fraction = 0x9e3779b97f4a7c15;
}
