using System.Buffers;
using System.Text.Json;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>The header of a saved file as one line of JSON.</summary>
internal static class SavedHeaderJson
{
    public static void Write(IBufferWriter<byte> buffer, string name, SavedHeader header)
    {
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("savedAt", header.SavedAt);
        if (header.Version is { } version)
        {
            json.WriteNumber("version", version);
        }

        if (header.IssuedAt is { } issuedAt)
        {
            json.WriteString("issuedAt", issuedAt);
        }

        WriteText(json, "source", header.Source);
        WriteText(json, "fingerprint", header.Fingerprint);
        WriteText(json, "by", header.By);
        WriteText(json, "reason", header.Reason);
        json.WriteEndObject();
    }

    /// <summary>Parses a header; returns null when the text is not one. Unknown fields are skipped.</summary>
    public static SavedEntry? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return ReadFields(line);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static SavedEntry? ReadFields(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? name = null;
        DateTimeOffset? savedAt = null;
        var header = new SavedHeader { SavedAt = default };
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = json.GetString();
            json.Read();
            switch (field)
            {
                case "name":
                    name = json.GetString();
                    break;
                case "savedAt":
                    savedAt = json.GetDateTimeOffset();
                    break;
                case "version":
                    header = header with { Version = json.GetInt64() };
                    break;
                case "issuedAt":
                    header = header with { IssuedAt = json.GetDateTimeOffset() };
                    break;
                case "source":
                    header = header with { Source = json.GetString() };
                    break;
                case "fingerprint":
                    header = header with { Fingerprint = json.GetString() };
                    break;
                case "by":
                    header = header with { By = json.GetString() };
                    break;
                case "reason":
                    header = header with { Reason = json.GetString() };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        // Reading on throws when text follows the object.
        var isWhole = json.TokenType == JsonTokenType.EndObject && !json.Read();
        return isWhole && name is not null && savedAt is { } time ? new SavedEntry(name, header with { SavedAt = time }) : null;
    }

    private static void WriteText(Utf8JsonWriter json, string field, string? text)
    {
        if (text is not null)
        {
            json.WriteString(field, text);
        }
    }
}
