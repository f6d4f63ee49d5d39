using System.Runtime.CompilerServices;

namespace GrayFlags.Bucketing;

/// <summary>The position of a unit in a percentage: one of 100,000 buckets, so that a percentage may have three decimals.</summary>
/// <remarks>
/// The unit is hashed once for all flags, and each flag mixes in its salt. The exclusive or alone would correlate the flags;
/// the finalizer after it makes the buckets of one unit under two salts independent.
/// </remarks>
internal static class Bucket
{
    /// <summary>The number of buckets: 1,000 per percent.</summary>
    public const int Count = 100_000;

    private const int HalfWord = 32;

    /// <summary>Returns the bucket of a unit under a salt: <c>((fmix64(unit ^ salt) >> 32) * 100000) >> 32</c>.</summary>
    /// <param name="subjectHash">The <see cref="TextHash.Of"/> of the unit's id.</param>
    /// <param name="saltHash">The <see cref="TextHash.Of"/> of the salt.</param>
    /// <returns>0 to 99,999.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(ulong subjectHash, ulong saltHash)
    {
        // Scaled by the upper half instead of a remainder: no division, and a bias below one in 40,000.
        var upper = MurmurHash3.Mix64(subjectHash ^ saltHash) >> HalfWord;
        return (int)((upper * Count) >> HalfWord);
    }
}
