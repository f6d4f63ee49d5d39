using System.Globalization;
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
    private const int MostNamed = 5;

    /// <summary>Reads a record, and gives it the revision that the engine has counted; null when it is damaged.</summary>
    public static RolloutRecord? TryReadRecord(ReadOnlySpan<byte> utf8Json, long revision)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8Json, Default.RolloutRecord)
                is { Flag: not null, Id: not null, Reason: not null, Acknowledged: not null, Changes: not null } record
                    ? record with { Revision = revision }
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The exception for records that are damaged. Its message has their names, by which people find them, and nothing of their content.</summary>
    public static InvalidDataException Damage(IReadOnlyList<RolloutRecord> records, IReadOnlyList<DamagedRollout> damaged)
    {
        var named = damaged.Take(MostNamed).Select(static each => $"'{EngineText.Storable(each.Id)}' of flag '{EngineText.Storable(each.Flag)}'");
        var more = damaged.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {damaged.Count - MostNamed} more") : "";
        return new DamagedRollouts(records, damaged).ToException($"The stored record of the rollout {string.Join(", ", named)}{more} cannot be read.");
    }
}
