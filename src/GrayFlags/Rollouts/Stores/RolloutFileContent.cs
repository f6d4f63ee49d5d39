using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Rollouts.Stores;

/// <summary>What stands in the file of a <see cref="FileRolloutStore"/>.</summary>
internal sealed record RolloutFileContent
{
    /// <summary>Of the format. A file of a later one is not read, and not written over.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public IReadOnlyList<RolloutRecord> Rollouts { get; init; } = [];

    public IReadOnlyList<RolloutEvidence> Evidence { get; init; } = [];

    public IReadOnlyList<RolloutRemoval> Removed { get; init; } = [];

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RolloutFileJson.Default.RolloutFileContent);

    /// <exception cref="InvalidDataException">The bytes are no such file.</exception>
    public static RolloutFileContent Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var content = JsonSerializer.Deserialize(bytes, RolloutFileJson.Default.RolloutFileContent);
            return content is { Version: CurrentVersion, Rollouts: not null, Evidence: not null, Removed: not null }
                ? content
                : throw new InvalidDataException("It is of another version, or of no version at all.");
        }
        catch (JsonException exception)
        {
            // Its own message would show what stands in the file.
            throw new InvalidDataException($"It is no JSON of ours, from line {exception.LineNumber + 1} on.");
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(RolloutFileContent))]
internal sealed partial class RolloutFileJson : JsonSerializerContext;
