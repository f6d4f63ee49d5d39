using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GrayFlags.Evaluation;

/// <summary>Describes why a variant's value is not of the type that was asked for: the place and the kinds, never the value.</summary>
internal static class ValueMismatch
{
    // Of the serializer's own messages, which name types and properties only. Those of an app's converters may quote the value.
    private const string MissingProperties = "JSON deserialization for type";

    public static string Describe(JsonElement? value, Type type, JsonTypeInfo? known, IJsonTypeInfoResolver? resolver)
    {
        if (value is not { } element)
        {
            return "the variant has no value";
        }

        if (Expected(type) is { } expected)
        {
            return Kinds("$", element, expected, type);
        }

        JsonTypeInfo? typeInfo = null;
        try
        {
            typeInfo = known ?? VariantValue.TypeInfo(type, resolver);
            if (typeInfo is null)
            {
                return $"nothing is known of the type {type.Name}; pass its JsonTypeInfo, or set o.JsonTypeInfoResolver to a source-generated context";
            }

            JsonSerializer.Deserialize(FittedValue.Rewrite(element, type, typeInfo), typeInfo);
            return $"it is read as no {type.Name}";
        }
        catch (JsonException exception) when (typeInfo is not null)
        {
            return Describe(element, typeInfo, exception);
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name} was thrown";
        }
    }

    private static string Describe(JsonElement root, JsonTypeInfo typeInfo, JsonException exception)
    {
        var path = exception.Path ?? "$";
        if (exception.Message.StartsWith(MissingProperties, StringComparison.Ordinal))
        {
            return $"{path}: {exception.Message.Split(" Path:")[0].TrimEnd('.')}";
        }

        return Find(root, typeInfo, path) is { } place && Expected(place.Type) is { } expected
            ? Kinds(path, place.Value, expected, place.Type)
            : $"{path}: {nameof(JsonException)} was thrown";
    }

    private static string Kinds(string path, JsonElement value, string expected, Type type) => Kind(value) is var found && found != expected
        ? $"{path}: {found} where {expected} is expected"
        : $"{path}: {found} that is no {type.Name}";

    // Walks to the place of a path such as $.sizes[2].width; null where it has names that the path quotes.
    private static (JsonElement Value, Type Type)? Find(JsonElement value, JsonTypeInfo typeInfo, string path)
    {
        (JsonElement Value, Type Type) place = (value, typeInfo.Type);
        foreach (var step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.').Skip(1))
        {
            if (typeInfo.Options.TryGetTypeInfo(place.Type, out var here) && Next(place.Value, here, step) is { } next)
            {
                place = next;
            }
            else
            {
                return null;
            }
        }

        return place;
    }

    private static (JsonElement Value, Type Type)? Next(JsonElement value, JsonTypeInfo typeInfo, string step)
    {
        if (step is ['[', .. var digits, ']'])
        {
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && value.ValueKind == JsonValueKind.Array
                && index < value.GetArrayLength() && FittedValue.ElementType(typeInfo) is { } element
                ? (value[index], element)
                : null;
        }

        var type = typeInfo.Kind == JsonTypeInfoKind.Dictionary
            ? FittedValue.ElementType(typeInfo)
            : typeInfo.Properties.FirstOrDefault(property => string.Equals(property.Name, step, StringComparison.OrdinalIgnoreCase))?.PropertyType;
        return type is not null && value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Where(field => string.Equals(field.Name, step, StringComparison.OrdinalIgnoreCase))
                .Select(field => ((JsonElement, Type)?)(field.Value, type)).LastOrDefault()
            : null;
    }

    private static string? Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? null
            : type == typeof(bool) ? "true or false"
            : type == typeof(string) ? "a text"
            : Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal ? "a number"
            : null;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };
}
