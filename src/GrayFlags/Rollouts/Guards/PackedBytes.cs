using System.IO.Compression;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Converts bytes to compressed text for a store, and back.</summary>
internal static class PackedBytes
{
    // Larger than any table.
    private const int Most = 1 << 20;

    // Below it, compression costs more than it saves.
    private const int LeastPacked = 4_096;

    // The prefix of text that is not compressed; no Base64 text begins with it.
    private const char Plain = '=';

    public static string Pack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LeastPacked)
        {
            return bytes.IsEmpty ? "" : Plain + Convert.ToBase64String(bytes);
        }

        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    /// <summary>Returns the bytes; empty for text of another format, or that is too long.</summary>
    public static byte[] Unpack(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > Most)
        {
            return [];
        }

        try
        {
            if (text[0] == Plain)
            {
                return Convert.FromBase64String(text[1..]);
            }

            using var inflate = new DeflateStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            var buffer = new byte[4096];
            for (var read = inflate.Read(buffer); read > 0 && bytes.Length < Most; read = inflate.Read(buffer))
            {
                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            return [];
        }
    }
}
