using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace GrayFlags.Bucketing;

/// <summary>Hashes text as UTF-8, without heap allocation.</summary>
/// <remarks>Unpaired surrogates hash as U+FFFD. Text is neither normalised nor case-folded: ordinally equal texts have equal hashes.</remarks>
internal static class TextHash
{
    // Longer texts pass through the buffer piece by piece, so no length needs the heap.
    private const int BufferSize = 256;
    private const int MaxBytesPerChar = 3;

    /// <summary>The first half of MurmurHash3_x64_128, seed 0.</summary>
    /// <param name="text">Any text, including invalid UTF-16.</param>
    /// <returns>The hash from which buckets are computed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<char> text) =>
        ShortAscii.TryHash(text, out var hash) ? hash : OfAny(text);

    /// <summary>MurmurHash3_x86_32, used by other systems.</summary>
    /// <param name="text">Any text, including invalid UTF-16.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The hash.</returns>
    public static uint X86_32(ReadOnlySpan<char> text, uint seed) => Transcode<MurmurHash3X86, uint>(new(seed), text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static ulong OfAny(ReadOnlySpan<char> text)
    {
        if (text.Length > BufferSize / MaxBytesPerChar)
        {
            return Transcode<MurmurHash3X64, ulong>(new(0), text);
        }

        Span<byte> buffer = stackalloc byte[BufferSize];
        Utf8.FromUtf16(text, buffer, out _, out var written);
        return MurmurHash3.X64_128(buffer[..written], out _);
    }

    // Only the bytes are cut into pieces, never the characters: the transcoder receives the whole remaining text each time
    // and stops before a character that does not fit, so no surrogate pair is ever split.
    [SkipLocalsInit]
    private static THash Transcode<TState, THash>(TState hash, ReadOnlySpan<char> text)
        where TState : struct, IBlockHash<THash>
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        var held = 0;
        while (true)
        {
            Utf8.FromUtf16(text, buffer[held..], out var read, out var written);
            held += written;
            if (read == text.Length)
            {
                return hash.Finish(buffer[..held]);
            }

            // MurmurHash3X64's block size is a multiple of MurmurHash3X86's: one cut serves both.
            var whole = held & -MurmurHash3X64.BlockSize;
            hash.Append(buffer[..whole]);
            buffer[whole..held].CopyTo(buffer);
            held -= whole;
            text = text[read..];
        }
    }
}
