using System.IO.Compression;

namespace GrayFlags.Providers.Http;

/// <summary>Reads the body of an answer, decompressed, up to a limit.</summary>
internal static class ResponseBody
{
    public const string AcceptEncoding = "gzip, br";

    private const int FirstBuffer = 16 * 1024;

    /// <summary>The body; null when it is longer than allowed. What stands beyond the limit is never produced, however small it came over the wire.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var encoded = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var body = Decode(content, encoded);
        await using (body.ConfigureAwait(false))
        {
            // One byte more than allowed tells a body that just fits from one that does not.
            var buffer = new byte[Math.Min(FirstBuffer, maxBytes + 1L)];
            var length = 0;
            while (true)
            {
                var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return buffer.AsMemory(0, length);
                }

                length += read;
                if (length > maxBytes)
                {
                    return null;
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min(2L * length, maxBytes + 1L));
                }
            }
        }
    }

    private static Stream Decode(HttpContent content, Stream encoded)
    {
        var encodings = content.Headers.ContentEncoding;
        if (encodings.Count == 0)
        {
            return encoded;
        }

        return (encodings.Count == 1 ? encodings.First() : "").ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(encoded, CompressionMode.Decompress),
            "br" => new BrotliStream(encoded, CompressionMode.Decompress),
            "identity" => encoded,
            _ => throw new FetchFailure(FailureText.Encoding, PollOutcome.Answered),
        };
    }
}
