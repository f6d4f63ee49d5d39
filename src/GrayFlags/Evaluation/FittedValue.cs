using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace GrayFlags.Evaluation;

/// <summary>
/// Rewrites a value as its type expects it: undoes what configuration does to numbers, truth values, texts and empty lists.
/// </summary>
/// <remarks>Uses the type's own metadata, so that trimmed programs read the same. The value of a type without metadata stays as it is.</remarks>
internal static class FittedValue
{
    public static T? Read<T>(JsonElement value, JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(Rewrite(value, typeof(T), typeInfo), typeInfo);

    /// <summary>The value as JSON of its type, as far as it can be fitted.</summary>
    public static ReadOnlySpan<byte> Rewrite(JsonElement value, Type type, JsonTypeInfo typeInfo)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, value, type, typeInfo);
        }

        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, Type type, JsonTypeInfo typeInfo)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(json, value, typeInfo);
                break;
            case JsonValueKind.Array when typeInfo.Kind == JsonTypeInfoKind.Enumerable:
                json.WriteStartArray();
                foreach (var entry in value.EnumerateArray())
                {
                    Write(json, entry, ElementType(typeInfo), typeInfo.Options);
                }

                json.WriteEndArray();
                break;
            default:
                WriteScalar(json, value, Nullable.GetUnderlyingType(type) ?? type, typeInfo.Kind);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, Type? type, JsonSerializerOptions options)
    {
        if (type is not null && options.TryGetTypeInfo(type, out var typeInfo))
        {
            Write(json, value, type, typeInfo);
        }
        else
        {
            value.WriteTo(json);
        }
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement value, JsonTypeInfo typeInfo)
    {
        var comparison = typeInfo.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        json.WriteStartObject();
        foreach (var field in value.EnumerateObject())
        {
            var type = typeInfo.Kind switch
            {
                JsonTypeInfoKind.Object =>
                    typeInfo.Properties.FirstOrDefault(
                        property => property.CustomConverter is null && string.Equals(property.Name, field.Name, comparison))?.PropertyType,
                JsonTypeInfoKind.Dictionary => ElementType(typeInfo),
                _ => null,
            };
            json.WritePropertyName(field.Name);
            Write(json, field.Value, type, typeInfo.Options);
        }

        json.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter json, JsonElement value, Type type, JsonTypeInfoKind kind)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (text is { Length: 0 } && kind == JsonTypeInfoKind.Enumerable)
        {
            json.WriteStartArray();
            json.WriteEndArray();
        }
        else if (text is not null && type == typeof(bool) && bool.TryParse(text, out var boolean))
        {
            json.WriteBooleanValue(boolean);
        }
        else if (text is not null && IsNumber(type) && IsJsonNumber(text))
        {
            json.WriteRawValue(text);
        }
        else if (value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False && kind == JsonTypeInfoKind.None && IsOfText(type))
        {
            json.WriteStringValue(value.GetRawText());
        }
        else
        {
            value.WriteTo(json);
        }
    }

    private static bool IsNumber(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    // Versions, addresses and the like, besides texts: all that is neither a number nor JSON itself.
    private static bool IsOfText(Type type) =>
        !IsNumber(type)
            && !type.IsEnum
            && type != typeof(bool)
            && type != typeof(object)
            && type != typeof(JsonElement)
            && type != typeof(JsonDocument)
            && !typeof(JsonNode).IsAssignableFrom(type);

    private static bool IsJsonNumber(string text)
    {
        var json = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
        try
        {
            return json.Read() && json.TokenType == JsonTokenType.Number && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static Type? ElementType(JsonTypeInfo typeInfo)
    {
#if NET9_0_OR_GREATER
        return typeInfo.ElementType;
#else
        return typeInfo.Type.IsArray ? typeInfo.Type.GetElementType() : typeInfo.Type.GenericTypeArguments.LastOrDefault();
#endif
    }
}
