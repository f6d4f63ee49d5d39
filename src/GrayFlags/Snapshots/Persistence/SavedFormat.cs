using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>The format of a saved file: <c>GRAYFLAGS 1 length sha256</c>, then the header as one line of JSON, then the payload.</summary>
/// <remarks>
/// Length and checksum cover everything after the first line, so a flipped byte in the header is detected as well. The first line is all that a
/// later format must keep for this one to distinguish "newer" from "damaged".
/// </remarks>
internal static class SavedFormat
{
    /// <summary>The maximum length of the two lines before the payload.</summary>
    public const int MaxHeadBytes = 64 * 1024;

    public const string OtherName = "it was saved under another name";

    private const int Version = 1;
    private const byte LineEnd = (byte)'\n';

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> Magic => "GRAYFLAGS "u8;

    /// <summary>The bytes before the payload.</summary>
    public static byte[] Head(string name, SavedHeader header, ReadOnlySpan<byte> payload)
    {
        // JSON would store a different name, under which the payload is never found again.
        _ = StrictUtf8.GetByteCount(name);
        var json = new ArrayBufferWriter<byte>();
        SavedHeaderJson.Write(json, name, header);
        json.Write([LineEnd]);
        if (json.WrittenCount > MaxHeadBytes / 2)
        {
            throw new ArgumentException($"its header is {json.WrittenCount} bytes long; at most {MaxHeadBytes / 2} are allowed", nameof(header));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(json.WrittenSpan);
        hash.AppendData(payload);
        var checksum = Hex(hash.GetHashAndReset());
        var line = string.Create(CultureInfo.InvariantCulture, $"GRAYFLAGS {Version} {(long)json.WrittenCount + payload.Length} {checksum}\n");
        return [.. Encoding.ASCII.GetBytes(line), .. json.WrittenSpan];
    }

    public static SavedRead Parse(string name, ReadOnlyMemory<byte> file)
    {
        if (Split(file.Span, out var checksum, out var length, out var body) is { } problem)
        {
            return new(null, problem);
        }

        if (length != body.Length)
        {
            return new(null, string.Create(CultureInfo.InvariantCulture, $"it should hold {length} bytes after its first line and holds {body.Length}"));
        }

        if (!checksum.SequenceEqual(Encoding.ASCII.GetBytes(Hex(SHA256.HashData(body)))))
        {
            return new(null, "its checksum does not match");
        }

        var end = body.IndexOf(LineEnd);
        if (end < 0 || SavedHeaderJson.Read(body[..end]) is not { } entry)
        {
            return new(null, "its header cannot be read");
        }

        if (entry.Name != name)
        {
            return new(null, OtherName);
        }

        return new(new SavedFile(entry.Header, file[(file.Length - body.Length + end + 1)..]), null);
    }

    /// <summary>Parses the header of a partly read file; verifies the shape only.</summary>
    public static SavedEntry? ParseHead(ReadOnlySpan<byte> start, out string? problem)
    {
        problem = Split(start, out _, out _, out var body);
        if (problem is not null)
        {
            return null;
        }

        var end = body.IndexOf(LineEnd);
        var entry = end < 0 ? null : SavedHeaderJson.Read(body[..end]);
        problem = entry is null ? "its header cannot be read" : null;
        return entry;
    }

    // Parses the first line; returns the problem, or null.
    private static string? Split(ReadOnlySpan<byte> file, out ReadOnlySpan<byte> checksum, out long length, out ReadOnlySpan<byte> body)
    {
        checksum = body = default;
        length = 0;
        if (!file.StartsWith(Magic))
        {
            return "it was not written by this library";
        }

        var end = file.IndexOf(LineEnd);
        var line = end < 0 ? file[Magic.Length..] : file[Magic.Length..end];
        var afterVersion = line.IndexOf((byte)' ');
        if (afterVersion < 0 || !int.TryParse(line[..afterVersion], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return "its first line is damaged";
        }

        if (version > Version)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it has format {version}, of a newer version of this library; this one knows {Version}");
        }

        var rest = line[(afterVersion + 1)..];
        var afterLength = rest.IndexOf((byte)' ');
        if (end < 0
            || version != Version
            || afterLength < 0
            || !long.TryParse(rest[..afterLength], NumberStyles.None, CultureInfo.InvariantCulture, out length))
        {
            return "its first line is damaged";
        }

        checksum = rest[(afterLength + 1)..];
        body = file[(end + 1)..];
        return null;
    }

    private static string Hex(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();
}
