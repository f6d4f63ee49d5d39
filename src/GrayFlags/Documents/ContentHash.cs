using System.IO.Hashing;

namespace GrayFlags.Documents;

/// <summary>A fast hash of a piece of a document, by which an unchanged one is recognised without reading it again. Never leaves the process.</summary>
internal static class ContentHash
{
    /// <summary>The hash; never 0, which stands for none. 64 bits, since every flag keeps one.</summary>
    public static ulong Of(ReadOnlySpan<byte> utf8) => XxHash3.HashToUInt64(utf8) is var hash and not 0 ? hash : 1;
}
