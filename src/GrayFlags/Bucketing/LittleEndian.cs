using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace GrayFlags.Bucketing;

/// <summary>Reads the tails of texts that are shorter than a word.</summary>
internal static class LittleEndian
{
    /// <summary>Returns the bytes as one word, zero-padded.</summary>
    /// <param name="bytes">At most 8 bytes.</param>
    /// <returns>The word, with the first byte in the lowest bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadUpTo8(ReadOnlySpan<byte> bytes)
    {
        Debug.Assert(bytes.Length <= sizeof(ulong), "A word holds eight bytes.");

        // Overlapping reads agree on the bytes they share, so two or three reads cover every length without a loop.
        var length = bytes.Length;
        if (length >= sizeof(uint))
        {
            ulong low = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            ulong high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(length - sizeof(uint))..]);
            return low | (high << (8 * (length - sizeof(uint))));
        }

        if (length == 0)
        {
            return 0;
        }

        var middle = length / 2;
        return bytes[0] | ((ulong)bytes[middle] << (8 * middle)) | ((ulong)bytes[length - 1] << (8 * (length - 1)));
    }
}
