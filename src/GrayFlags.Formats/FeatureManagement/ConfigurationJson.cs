using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>Writes the sections of feature flags as JSON: what has numbers for keys is a list.</summary>
internal static class ConfigurationJson
{
    private const string Older = "FeatureManagement";

    private static readonly string[] Sections = ["feature_management", Older];

    public static ReadOnlySpan<byte> Of(IConfiguration configuration)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (configuration is IConfigurationSection section && !Sections.Any(name => section.GetSection(name).Exists()))
            {
                // A section of the app's choice, which holds flags of the older schema itself.
                json.WritePropertyName(Older);
                Write(json, section, isTyped: false);
            }
            else
            {
                foreach (var name in Sections)
                {
                    json.WritePropertyName(name);
                    Write(json, configuration.GetSection(name), isTyped: false);
                }
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter json, IConfigurationSection section, bool isTyped)
    {
        var children = section.GetChildren().ToList();
        if (children.Count == 0)
        {
            WriteText(json, section.Value, isTyped);
        }
        else if (children.TrueForAll(static child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            json.WriteStartArray();
            children.ForEach(child => Write(json, child, isTyped));
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject();
            foreach (var child in children)
            {
                json.WritePropertyName(child.Key);
                Write(json, child, isTyped || IsValue(child.Key));
            }

            json.WriteEndObject();
        }
    }

    private static bool IsValue(string key) =>
        key.Equals("configuration_value", StringComparison.OrdinalIgnoreCase) || key.Equals("ConfigurationValue", StringComparison.OrdinalIgnoreCase);

    private static void WriteText(Utf8JsonWriter json, string? text, bool isTyped)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else if (isTyped && IsJson(text, out var literal))
        {
            json.WriteRawValue(literal);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    // Providers of JSON give truth values as .NET spells them.
    private static bool IsJson(string text, out string literal)
    {
        literal = text is "True" or "False" ? text.ToLowerInvariant() : text;
        if (literal is "true" or "false")
        {
            return true;
        }

        try
        {
            using var json = JsonDocument.Parse(literal);
            return json.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
