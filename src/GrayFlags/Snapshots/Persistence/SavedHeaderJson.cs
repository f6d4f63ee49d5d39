using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>The header of a saved file as one line of JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Line), TypeInfoPropertyName = "OfLine")]
internal sealed partial class SavedHeaderJson : JsonSerializerContext
{
    public static void Write(IBufferWriter<byte> buffer, string name, SavedHeader header)
    {
        using var json = new Utf8JsonWriter(buffer);
        JsonSerializer.Serialize(json, new Line(name, header), Default.OfLine);
    }

    /// <summary>Parses a header; returns null when the text is not one. Unknown fields are skipped.</summary>
    public static SavedEntry? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.OfLine) is { Name: not null } read ? new SavedEntry(read.Name, read.Header()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record Line
    {
        [JsonConstructor]
        public Line()
        {
        }

        public Line(string name, SavedHeader header)
        {
            (Name, SavedAt, Version, IssuedAt) = (name, header.SavedAt, header.Version, header.IssuedAt);
            (Source, Fingerprint, By, Reason) = (header.Source, header.Fingerprint, header.By, header.Reason);
        }

        [JsonRequired]
        public string? Name { get; init; }

        [JsonRequired]
        public DateTimeOffset SavedAt { get; init; }

        public long? Version { get; init; }

        public DateTimeOffset? IssuedAt { get; init; }

        public string? Source { get; init; }

        public string? Fingerprint { get; init; }

        public string? By { get; init; }

        public string? Reason { get; init; }

        public SavedHeader Header() => new()
        {
            SavedAt = SavedAt,
            Version = Version,
            IssuedAt = IssuedAt,
            Source = Source,
            Fingerprint = Fingerprint,
            By = By,
            Reason = Reason,
        };
    }
}
