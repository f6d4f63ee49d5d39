using System.Runtime.CompilerServices;

namespace GrayFlags.Bucketing;

/// <summary>MurmurHash3 of bytes, with the same result on every platform.</summary>
/// <remarks>
/// Written from the algorithm that Austin Appleby placed in the public domain (SMHasher, <c>MurmurHash3.cpp</c>). Words are read little-endian.
/// Not a cryptographic hash: anybody who can choose an id can choose its bucket.
/// </remarks>
internal static class MurmurHash3
{
    private const ulong MixFactor1 = 0xff51afd7ed558ccd;
    private const ulong MixFactor2 = 0xc4ceb9fe1a85ec53;
    private const int MixShift = 33;

    /// <summary>The 128-bit hash of the x64 family.</summary>
    /// <param name="bytes">The bytes to hash.</param>
    /// <param name="h2">The second half of the hash.</param>
    /// <param name="seed">The seed; 0 unless another system's hash has to be reproduced.</param>
    /// <returns>The first half of the hash.</returns>
    public static ulong X64_128(ReadOnlySpan<byte> bytes, out ulong h2, uint seed = 0) =>
        new MurmurHash3X64(seed).Finish(bytes, out h2);

    /// <summary>The 32-bit hash of the x86 family.</summary>
    /// <param name="bytes">The bytes to hash.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The hash.</returns>
    public static uint X86_32(ReadOnlySpan<byte> bytes, uint seed) => new MurmurHash3X86(seed).Finish(bytes);

    /// <summary><c>fmix64</c>, the 64-bit finalizer: flipping an input bit flips each output bit with probability one half.</summary>
    /// <param name="value">The value to mix.</param>
    /// <returns>The mixed value; a bijection.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix64(ulong value)
    {
        value = (value ^ (value >> MixShift)) * MixFactor1;
        value = (value ^ (value >> MixShift)) * MixFactor2;
        return value ^ (value >> MixShift);
    }
}
