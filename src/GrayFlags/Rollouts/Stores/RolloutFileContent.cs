using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Rollouts.Stores;

/// <summary>The content of an earlier version's file, behind a checksum: a flipped digit in a stage would still be valid JSON.</summary>
internal sealed record RolloutFileContent
{
    /// <summary>The version of the format. A file of another version is not read, but set aside.</summary>
    public const int CurrentVersion = 1;

    private const string HeadStart = "{\"sha256\":\"";
    private const string HeadEnd = "\",\"content\":\n";

    private static ReadOnlySpan<byte> Tail => "\n}\n"u8;

    private static int HeadLength => HeadStart.Length + (2 * SHA256.HashSizeInBytes) + HeadEnd.Length;

    public int Version { get; init; } = CurrentVersion;

    public IReadOnlyList<RolloutRecord> Rollouts { get; init; } = [];

    public IReadOnlyList<RolloutEvidence> Evidence { get; init; } = [];

    public IReadOnlyList<RolloutRemoval> Removed { get; init; } = [];

    /// <summary>Returns the two parts of the file: the checksum and the content.</summary>
    public (byte[] Head, byte[] Body) ToBytes()
    {
        byte[] body = [.. JsonSerializer.SerializeToUtf8Bytes(this, RolloutFileJson.Default.RolloutFileContent), .. Tail];
        return (HeadOf(body), body);
    }

    /// <exception cref="InvalidDataException">The bytes are not such a file.</exception>
    public static RolloutFileContent Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadLength + Tail.Length || !bytes[..HeadLength].SequenceEqual(HeadOf(bytes[HeadLength..])))
        {
            throw new InvalidDataException("The checksum does not match the content.");
        }

        try
        {
            var content = JsonSerializer.Deserialize(bytes[HeadLength..^Tail.Length], RolloutFileJson.Default.RolloutFileContent);
            return content is { Version: CurrentVersion, Rollouts: not null, Evidence: not null, Removed: not null }
                ? content
                : throw new InvalidDataException("The file is of another version.");
        }
        catch (JsonException exception)
        {
            // The exception's own message would reveal the file's content.
            throw new InvalidDataException($"The file is not valid JSON of this format, from line {exception.LineNumber + 1} on.");
        }
    }

    private static byte[] HeadOf(ReadOnlySpan<byte> body) => Encoding.ASCII.GetBytes(HeadStart + Convert.ToHexString(SHA256.HashData(body)) + HeadEnd);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RolloutFileContent))]
internal sealed partial class RolloutFileJson : JsonSerializerContext;
