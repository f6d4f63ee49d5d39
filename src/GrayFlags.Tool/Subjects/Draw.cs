using GrayFlags.Bucketing;

namespace GrayFlags.Tool.Subjects;

/// <summary>Chance as a function of the seed, the subject and what is drawn: the same in whatever order, and on however many threads.</summary>
internal static class Draw
{
    private const ulong Golden = 0x9e3779b97f4a7c15;
    private const ulong NeverZero = 1UL << 63;
    private const double Unit = 1.0 / (1UL << 53);

    /// <summary>A number of a subject's own; no two of a seed have the same.</summary>
    public static ulong OfSubject(ulong seed, long index) => MurmurHash3.Mix64(MurmurHash3.Mix64(seed + Golden) + (ulong)index);

    /// <summary>At least 0 and below 1.</summary>
    /// <param name="subject">The number of the subject.</param>
    /// <param name="what">The number of what is drawn.</param>
    public static double Place(ulong subject, int what) => (MurmurHash3.Mix64(subject + ((ulong)(what + 1) * Golden)) >> 11) * Unit;

    public static ulong OfRequest(ulong seed, long index) => NeverZero | MurmurHash3.Mix64(~OfSubject(seed, index));
}
