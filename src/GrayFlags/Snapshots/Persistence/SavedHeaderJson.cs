using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>The header of a saved file as one line of JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SavedHeader))]
internal sealed partial class SavedHeaderJson : JsonSerializerContext
{
    public static void Write(IBufferWriter<byte> buffer, string name, SavedHeader header)
    {
        using var json = new Utf8JsonWriter(buffer);
        JsonSerializer.Serialize(json, header with { Name = name }, Default.SavedHeader);
    }

    /// <summary>Parses a header; returns null when the text is not one. Unknown fields are skipped.</summary>
    public static SavedEntry? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.SavedHeader) is { Name: { } name } header
                ? new SavedEntry(name, header with { Name = null })
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
