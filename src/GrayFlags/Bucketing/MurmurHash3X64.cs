using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace GrayFlags.Bucketing;

/// <summary>The state of MurmurHash3_x64_128 between two pieces of its input.</summary>
internal struct MurmurHash3X64(uint seed) : IBlockHash<ulong>
{
    public const int BlockSize = 16;

    private const ulong Factor1 = 0x87c37b91114253d5;
    private const ulong Factor2 = 0x4cf5ad432745937f;
    private const ulong Addend1 = 0x52dce729;
    private const ulong Addend2 = 0x38495ab5;

    private ulong _h1 = seed;
    private ulong _h2 = seed;
    private ulong _length;

    public void Append(ReadOnlySpan<byte> blocks)
    {
        Debug.Assert(blocks.Length % BlockSize == 0, "Only the last piece may end within a block.");

        _length += (uint)blocks.Length;
        while (blocks.Length >= BlockSize)
        {
            AppendBlock(BinaryPrimitives.ReadUInt64LittleEndian(blocks), BinaryPrimitives.ReadUInt64LittleEndian(blocks[sizeof(ulong)..]));
            blocks = blocks[BlockSize..];
        }
    }

    public ulong Finish(ReadOnlySpan<byte> rest) => Finish(rest, out _);

    /// <inheritdoc cref="Finish(ReadOnlySpan{byte})"/>
    /// <param name="rest">The last bytes; may be empty.</param>
    /// <param name="h2">The second half of the hash.</param>
    public ulong Finish(ReadOnlySpan<byte> rest, out ulong h2)
    {
        var whole = rest.Length & -BlockSize;
        Append(rest[..whole]);

        var tail = rest[whole..];
        return tail.Length > sizeof(ulong)
            ? FinishTail(BinaryPrimitives.ReadUInt64LittleEndian(tail), LittleEndian.ReadUpTo8(tail[sizeof(ulong)..]), tail.Length, out h2)
            : FinishTail(LittleEndian.ReadUpTo8(tail), 0, tail.Length, out h2);
    }

    /// <summary>Hashes an input of exactly one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfBlock(ulong first, ulong second, uint seed)
    {
        var hash = new MurmurHash3X64(seed) { _length = BlockSize };
        hash.AppendBlock(first, second);
        return hash.FinishTail(0, 0, 0, out _);
    }

    /// <summary>Hashes an input shorter than a block: the two words contain <paramref name="length"/> bytes, zero-padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfTail(ulong first, ulong second, int length, uint seed) =>
        new MurmurHash3X64(seed).FinishTail(first, second, length, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AppendBlock(ulong first, ulong second)
    {
        _h1 = ((BitOperations.RotateLeft(_h1 ^ Scramble1(first), 27) + _h2) * 5) + Addend1;
        _h2 = ((BitOperations.RotateLeft(_h2 ^ Scramble2(second), 31) + _h1) * 5) + Addend2;
    }

    // A word of zeros scrambles to zero, so a short or empty tail needs no branch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong FinishTail(ulong first, ulong second, int length, out ulong h2)
    {
        var total = _length + (uint)length;
        var a = _h1 ^ Scramble1(first) ^ total;
        var b = _h2 ^ Scramble2(second) ^ total;
        a += b;
        b += a;
        a = MurmurHash3.Mix64(a);
        b = MurmurHash3.Mix64(b);
        a += b;
        h2 = b + a;
        return a;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Scramble1(ulong word) => BitOperations.RotateLeft(word * Factor1, 31) * Factor2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Scramble2(ulong word) => BitOperations.RotateLeft(word * Factor2, 33) * Factor1;
}
