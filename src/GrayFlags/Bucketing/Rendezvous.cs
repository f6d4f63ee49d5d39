using System.Runtime.CompilerServices;

namespace GrayFlags.Bucketing;

/// <summary>Weighted rendezvous hashing: each candidate draws a cost for a subject, and the least cost wins.</summary>
/// <remarks>
/// With a uniform draw u, <c>-log2(u) / weight</c> is exponentially distributed, and the least of several is a candidate's with a chance of its weight
/// in their sum. A candidate's cost depends on no other candidate, so neither order matters nor do others' weights: raising one weight moves subjects to
/// that candidate and nowhere else. After Schindelhauer and Schomaker, "Weighted Distributed Hash Tables" (2005); Ceph's straw2 buckets do the same.
/// Shares of one range, the usual way, move subjects between all candidates behind the one that changed.
/// </remarks>
internal static class Rendezvous
{
    /// <summary>What a subject draws from under a salt: <c>fmix64(subject ^ salt)</c>.</summary>
    /// <param name="subjectHash">The <see cref="TextHash.Of"/> the subject's id.</param>
    /// <param name="saltHash">The <see cref="TextHash.Of"/> the salt.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(ulong subjectHash, ulong saltHash) => MurmurHash3.Mix64(subjectHash ^ saltHash);

    /// <summary>A candidate's cost before it is divided by its weight.</summary>
    /// <param name="key">The subject's <see cref="Key"/>.</param>
    /// <param name="candidateHash">The <see cref="TextHash.Of"/> the candidate's name.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Cost(ulong key, ulong candidateHash) => Log2.OfShare(MurmurHash3.Mix64(key ^ candidateHash));

    /// <summary>Whether <c>cost / weight</c> is less than the other's; exact, without a division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(ulong cost, uint weight, ulong otherCost, uint otherWeight)
    {
        // A cost has 39 bits and a weight up to 32, so the products need a second word.
        var high = Math.BigMul(cost, otherWeight, out var low);
        var otherHigh = Math.BigMul(otherCost, weight, out var otherLow);
        return high != otherHigh ? high < otherHigh : low < otherLow;
    }
}
