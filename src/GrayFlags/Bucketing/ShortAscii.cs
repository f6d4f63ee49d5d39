using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GrayFlags.Bucketing;

/// <summary>Hashes ids of 8 to 16 ASCII characters entirely in registers.</summary>
/// <remarks>Most ids are of this form. The general path, which writes the bytes to the stack and reads them back, takes three times as long for them.</remarks>
internal static class ShortAscii
{
    private const int MinLength = 8;
    private const int MaxLength = MurmurHash3X64.BlockSize;
    private const ushort NotAscii = 0xff80;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryHash(ReadOnlySpan<char> text, out ulong hash)
    {
        // Words are extracted from a vector, which yields little-endian ones only on little-endian hardware.
        if (!BitConverter.IsLittleEndian || !Vector128.IsHardwareAccelerated || (uint)(text.Length - MinLength) > MaxLength - MinLength)
        {
            hash = 0;
            return false;
        }

        // The first and the last eight characters, which overlap in texts shorter than sixteen.
        ref var start = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        var head = Vector128.LoadUnsafe(ref start);
        var last = Vector128.LoadUnsafe(ref start, (nuint)(text.Length - Vector128<ushort>.Count));
        if (((head | last) & Vector128.Create(NotAscii)) != Vector128<ushort>.Zero)
        {
            hash = 0;
            return false;
        }

        var words = Vector128.Narrow(head, last).AsUInt64();
        hash = text.Length == MaxLength
            ? MurmurHash3X64.OfBlock(words.ToScalar(), words.GetElement(1), seed: 0)
            : MurmurHash3X64.OfTail(words.ToScalar(), WithoutHead(words.GetElement(1), text.Length), text.Length, seed: 0);
        return true;
    }

    // Two shifts, because a shift by 64 is a shift by 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WithoutHead(ulong last, int length)
    {
        Debug.Assert(length is >= MinLength and < MaxLength, "A whole block has no bytes to drop.");

        return last >> (8 * (MaxLength - 1 - length)) >> 8;
    }
}
