using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace GrayFlags.Bucketing;

/// <summary>The state of MurmurHash3_x86_32 between two pieces of its input.</summary>
internal struct MurmurHash3X86(uint seed) : IBlockHash<uint>
{
    public const int BlockSize = 4;

    private const uint Factor1 = 0xcc9e2d51;
    private const uint Factor2 = 0x1b873593;
    private const uint Addend = 0xe6546b64;
    private const uint MixFactor1 = 0x85ebca6b;
    private const uint MixFactor2 = 0xc2b2ae35;

    private uint _hash = seed;
    private uint _length;

    public void Append(ReadOnlySpan<byte> blocks)
    {
        Debug.Assert(blocks.Length % BlockSize == 0, "Only the last piece may end within a block.");

        _length += (uint)blocks.Length;
        while (blocks.Length >= BlockSize)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(blocks);
            _hash = (BitOperations.RotateLeft(_hash ^ Scramble(word), 13) * 5) + Addend;
            blocks = blocks[BlockSize..];
        }
    }

    public uint Finish(ReadOnlySpan<byte> rest)
    {
        var whole = rest.Length & -BlockSize;
        Append(rest[..whole]);

        var tail = rest[whole..];
        _length += (uint)tail.Length;
        return Mix32(_hash ^ Scramble((uint)LittleEndian.ReadUpTo8(tail)) ^ _length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Scramble(uint word) => BitOperations.RotateLeft(word * Factor1, 15) * Factor2;

    private static uint Mix32(uint value)
    {
        value = (value ^ (value >> 16)) * MixFactor1;
        value = (value ^ (value >> 13)) * MixFactor2;
        return value ^ (value >> 16);
    }
}
