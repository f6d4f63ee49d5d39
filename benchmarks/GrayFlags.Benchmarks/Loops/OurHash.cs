using GrayFlags.Bucketing;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>What a context keeps of an id.</summary>
internal readonly struct OurHash : IIdHash
{
    public static ulong Of(string id) => TextHash.Of(id);
}
