using System.Runtime.CompilerServices;

namespace GrayFlags.Bucketing;

/// <summary>Weighted rendezvous hashing: each candidate draws a cost for a unit, and the lowest cost wins.</summary>
/// <remarks>
/// With a uniform draw u, <c>-log2(u) / weight</c> is exponentially distributed, so a candidate has the lowest cost with a probability proportional to
/// its weight. A candidate's cost depends on no other candidate, so neither order nor other weights matter: raising one weight moves units to
/// that candidate only. After Schindelhauer and Schomaker, "Weighted Distributed Hash Tables" (2005); Ceph's straw2 buckets do the same.
/// The usual alternative, ranges of buckets, moves units between all candidates after the changed one.
/// </remarks>
internal static class Rendezvous
{
    /// <summary>The key of a unit under a salt: <c>fmix64(unit ^ salt)</c>.</summary>
    /// <param name="subjectHash">The <see cref="TextHash.Of"/> of the unit's id.</param>
    /// <param name="saltHash">The <see cref="TextHash.Of"/> of the salt.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(ulong subjectHash, ulong saltHash) => MurmurHash3.Mix64(subjectHash ^ saltHash);

    /// <summary>Returns a candidate's cost before division by its weight.</summary>
    /// <param name="key">The unit's <see cref="Key"/>.</param>
    /// <param name="candidateHash">The <see cref="TextHash.Of"/> of the candidate's name.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Cost(ulong key, ulong candidateHash) => Log2.OfShare(MurmurHash3.Mix64(key ^ candidateHash));

    /// <summary>Indicates whether <c>cost / weight</c> is less than the other's; exact, without a division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(ulong cost, uint weight, ulong otherCost, uint otherWeight)
    {
        // A cost has 39 bits and a weight up to 32, so the products need a second word.
        var high = Math.BigMul(cost, otherWeight, out var low);
        var otherHigh = Math.BigMul(otherCost, weight, out var otherLow);
        return high != otherHigh ? high < otherHigh : low < otherLow;
    }
}
