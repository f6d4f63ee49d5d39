using System.Runtime.CompilerServices;

namespace GrayFlags.Bucketing;

/// <summary>Where a subject stands in a percentage: one of 100,000 buckets, so that a percentage may have three decimals.</summary>
/// <remarks>
/// The subject is hashed once for all flags, and each flag mixes in its salt. The exclusive or alone would tie the flags together;
/// the finalizer after it makes the buckets of one subject under two salts independent.
/// </remarks>
internal static class Bucket
{
    /// <summary>How many buckets there are: 1,000 to a percent.</summary>
    public const int Count = 100_000;

    private const int HalfWord = 32;

    /// <summary>The bucket of a subject under a salt: <c>((fmix64(subject ^ salt) >> 32) * 100000) >> 32</c>.</summary>
    /// <param name="subjectHash">The <see cref="TextHash.Of"/> the subject's id.</param>
    /// <param name="saltHash">The <see cref="TextHash.Of"/> the salt.</param>
    /// <returns>0 to 99,999.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(ulong subjectHash, ulong saltHash)
    {
        // Scaled by the upper half instead of a remainder: no division, and a bias below one in 40,000.
        var upper = MurmurHash3.Mix64(subjectHash ^ saltHash) >> HalfWord;
        return (int)((upper * Count) >> HalfWord);
    }
}
