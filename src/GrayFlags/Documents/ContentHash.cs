using System.Buffers.Binary;

namespace GrayFlags.Documents;

/// <summary>A quick hash of a piece of a document, by which one that is as it was is known without looking into it. Never leaves the process.</summary>
internal static class ContentHash
{
    private const ulong Factor1 = 0x9e3779b97f4a7c15;
    private const ulong Factor2 = 0xc2b2ae3d27d4eb4f;

    /// <summary>The hash; never 0, which stands for none.</summary>
    public static ulong Of(ReadOnlySpan<byte> utf8)
    {
        var hash = Factor1 ^ (ulong)utf8.Length;
        for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8));
        }

        foreach (var octet in utf8)
        {
            hash = Mix(hash ^ octet);
        }

        return hash == 0 ? 1 : hash;
    }

    // Half of a product loses what went into it; the shift brings the upper half down first, and so nothing is lost.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 32)) * Factor2;
        return value ^ (value >> 29);
    }
}
