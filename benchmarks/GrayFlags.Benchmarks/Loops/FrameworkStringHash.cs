namespace GrayFlags.Benchmarks.Loops;

/// <summary>The framework's own hash of a text, which no two processes agree on: of no use for buckets, only for comparison.</summary>
internal readonly struct FrameworkStringHash : IIdHash
{
    public static ulong Of(string id) => (ulong)StringComparer.Ordinal.GetHashCode(id);
}
