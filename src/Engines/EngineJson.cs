using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Engines;

/// <summary>The JSON of what an engine keeps whole, without reflection. Fields of a newer edition are skipped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RolloutRecord))]
[JsonSerializable(typeof(RolloutRemoval))]
[JsonSerializable(typeof(RolloutCheckpoint))]
[JsonSerializable(typeof(DocumentRevision))]
[JsonSerializable(typeof(DocumentMember))]
internal sealed partial class EngineJson : JsonSerializerContext
{
    /// <summary>Reads a record, and gives it the revision that the engine has counted.</summary>
    /// <exception cref="InvalidDataException">It is damaged. The message has nothing of the content.</exception>
    public static RolloutRecord ReadRecord(ReadOnlySpan<byte> utf8Json, long revision)
    {
        RolloutRecord? record;
        try
        {
            record = JsonSerializer.Deserialize(utf8Json, Default.RolloutRecord);
        }
        catch (JsonException exception)
        {
            // The exception's own message would reveal the content.
            throw new InvalidDataException($"The record of a rollout is not valid JSON of this format, from line {exception.LineNumber + 1} on.");
        }

        return record is { Flag: not null, Id: not null, Reason: not null, Acknowledged: not null, Changes: not null }
            ? record with { Revision = revision }
            : throw new InvalidDataException("The record of a rollout is damaged: a part of it is missing.");
    }
}
