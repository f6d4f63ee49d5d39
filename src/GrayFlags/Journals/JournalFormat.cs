using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GrayFlags.Journals;

/// <summary>
/// The journal format: <c>GRAYFLAGS-JOURNAL 1 kind base count id checksum</c>, then a line <c>checksum sequence key payload</c> for each key
/// with an entry, then one for each later change.
/// </summary>
/// <remarks>
/// Each checksum includes the kind, so that a line of another kind of journal is invalid here. The magic, the version and a checksum at the end of
/// the first line are all that a later format must keep for this one to distinguish "newer" from "damaged".
/// </remarks>
internal static class JournalFormat
{
    public const int Version = 1;
    public const byte LineEnd = (byte)'\n';

    private const int ChecksumLength = 16;
    private const int MaxHeaderBytes = 256;
    private const byte Space = (byte)' ';
    private const string LineageEnd = "-";

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    // No JSON document has this form.
    private static ReadOnlySpan<byte> Nothing => "-"u8;

    private static ReadOnlySpan<byte> Magic => "GRAYFLAGS-JOURNAL "u8;

    public static byte[] Header(string kind, long lastSequence, int count, string? lineage = null)
    {
        // The id distinguishes two files of equal length when one has replaced the other. The lineage is a part of it, so that earlier builds can read the
        // line.
        var id = string.Create(CultureInfo.InvariantCulture, $"{lineage}{(lineage is null ? "" : LineageEnd)}{Guid.NewGuid():N}");
        var text = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Encoding.ASCII.GetString(Magic)}{Version} {kind} {lastSequence} {count} {id} "));
        return [.. text, .. Checksum("", text), LineEnd];
    }

    /// <summary>The line, including its end.</summary>
    /// <exception cref="ArgumentException">The payload is empty, or more than one line.</exception>
    public static byte[] Line(string kind, long sequence, string key, ReadOnlyMemory<byte>? payload)
    {
        var text = payload is { } given ? given.Span : Nothing;
        if (text.IsEmpty || text.Contains(LineEnd) || (payload is not null && text.SequenceEqual(Nothing)))
        {
            throw new ArgumentException("A payload is one line of JSON.", nameof(payload));
        }

        byte[] body = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sequence} {Uri.EscapeDataString(key)} ")), .. text];
        return [.. Checksum(kind, body), Space, .. body, LineEnd];
    }

    /// <summary>Parses the first line; returns null when the bytes do not begin with one.</summary>
    /// <param name="bytes">The file, or its beginning.</param>
    /// <param name="length">The length of the line, including its end.</param>
    public static JournalHeader? ParseHeader(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes[..Math.Min(bytes.Length, MaxHeaderBytes)].IndexOf(LineEnd) + 1;
        if (length < ChecksumLength + Magic.Length || !bytes.StartsWith(Magic))
        {
            return null;
        }

        var line = bytes[..(length - 1)];
        var text = line[..^ChecksumLength];
        if (!line[^ChecksumLength..].SequenceEqual(Checksum("", text)))
        {
            return null;
        }

        // The checksum is right, so a deviation means another format, not damage.
        var fields = Encoding.ASCII.GetString(text[Magic.Length..]).Split(' ');
        return fields.Length == 6
            && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version == Version
            && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var lastSequence)
            && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new JournalHeader(
                version, fields[1], lastSequence, count, fields[4].IndexOf(LineageEnd, StringComparison.Ordinal) is > 0 and var end ? fields[4][..end] : null)
            : new JournalHeader(int.MaxValue, "", 0, 0, null);
    }

    /// <summary>Parses a line; returns null when it is damaged.</summary>
    /// <param name="kind">The purpose of the journal.</param>
    /// <param name="line">The line, without its end.</param>
    public static JournalLine? ParseLine(string kind, ReadOnlySpan<byte> line)
    {
        if (line.Length <= ChecksumLength || line[ChecksumLength] != Space)
        {
            return null;
        }

        var body = line[(ChecksumLength + 1)..];
        if (!line[..ChecksumLength].SequenceEqual(Checksum(kind, body)))
        {
            return null;
        }

        var afterSequence = body.IndexOf(Space);
        if (afterSequence < 0 || !long.TryParse(body[..afterSequence], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return null;
        }

        var rest = body[(afterSequence + 1)..];
        var afterKey = rest.IndexOf(Space);
        if (afterKey < 0)
        {
            return null;
        }

        var payload = rest[(afterKey + 1)..];
        ReadOnlyMemory<byte>? held = payload.SequenceEqual(Nothing) ? default(ReadOnlyMemory<byte>?) : payload.ToArray();
        return new JournalLine(sequence, Uri.UnescapeDataString(Encoding.ASCII.GetString(rest[..afterKey])), held);
    }

    /// <summary>True when the bytes may begin a line that was never completed. NULs, which a disk leaves in unwritten space, are damage instead.</summary>
    public static bool IsBeginOfLine(ReadOnlySpan<byte> text)
    {
        var checksum = text[..Math.Min(text.Length, ChecksumLength)];
        return checksum.IndexOfAnyExcept(HexDigits) < 0
            && (text.Length <= ChecksumLength || text[ChecksumLength] == Space)
            && (text.Length <= ChecksumLength + 1 || text[ChecksumLength + 1] is >= (byte)'0' and <= (byte)'9')
            && text.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0;
    }

    // 64 bits suffice: the checksum detects damage and is no protection against a user with write access.
    private static byte[] Checksum(string kind, ReadOnlySpan<byte> text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(kind));
        hash.AppendData([LineEnd]);
        hash.AppendData(text);
        return Encoding.ASCII.GetBytes(Convert.ToHexString(hash.GetHashAndReset(), 0, ChecksumLength / 2).ToLowerInvariant());
    }
}
