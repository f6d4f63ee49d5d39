using System.Buffers.Binary;
using System.Numerics;

namespace GrayFlags.Benchmarks.Floor;

/// <summary>MurmurHash3_x86_32 as anyone would write it by hand; shares nothing with the library's own.</summary>
/// <remarks>From the algorithm that Austin Appleby placed in the public domain (SMHasher, <c>MurmurHash3.cpp</c>).</remarks>
internal static class HandMurmur
{
    private const uint Factor1 = 0xcc9e2d51;
    private const uint Factor2 = 0x1b873593;

    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 0u;
        var rest = bytes;
        while (rest.Length >= sizeof(uint))
        {
            hash ^= BitOperations.RotateLeft(BinaryPrimitives.ReadUInt32LittleEndian(rest) * Factor1, 15) * Factor2;
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xe6546b64;
            rest = rest[sizeof(uint)..];
        }

        var tail = 0u;
        for (var index = rest.Length - 1; index >= 0; index--)
        {
            tail = (tail << 8) | rest[index];
        }

        if (rest.Length > 0)
        {
            hash ^= BitOperations.RotateLeft(tail * Factor1, 15) * Factor2;
        }

        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }
}
