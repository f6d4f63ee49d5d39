using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GrayFlags.Rules;

namespace GrayFlags.Evaluation;

/// <summary>Reads a variant's value as a type: once for each type and rule set, and from then on without reading the JSON.</summary>
internal static class VariantValue
{
    private static readonly object Unread = new();

    /// <summary>
    /// True when the variant has a value of the type. Numbers, booleans and texts are read from each other, since configuration has only texts.
    /// </summary>
    public static bool TryGet<T>(Variant variant, JsonTypeInfo<T>? typeInfo, IJsonTypeInfoResolver? resolver, out T value)
    {
        object key = typeInfo is null ? typeof(T) : typeInfo;
        if (!variant.TryGetConverted(key, out var kept))
        {
            kept = Convert(variant.Value, typeInfo, resolver);
            variant.KeepConverted(key, kept);
        }

        if (kept is Converted<T> converted)
        {
            value = converted.Value;
            return true;
        }

        value = default!;
        return false;
    }

    private static Converted<T>? Convert<T>(JsonElement? value, JsonTypeInfo<T>? typeInfo, IJsonTypeInfoResolver? resolver)
    {
        if (value is not { } element)
        {
            return null;
        }

        try
        {
            if (typeInfo is null && TryPrimitive<T>(element, out var primitive))
            {
                return primitive;
            }

            typeInfo ??= TypeInfo(typeof(T), resolver) as JsonTypeInfo<T>;
            return typeInfo is not null && Read(element, typeInfo) is { } read ? new Converted<T>(read) : null;
        }
        catch (Exception)
        {
            // The app's own converters, constructors and resolvers run in here, and may throw anything at all.
            return null;
        }
    }

    private static T? Read<T>(JsonElement element, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            return element.Deserialize(typeInfo);
        }
        catch (JsonException)
        {
            return FittedValue.Read(element, typeInfo);
        }
    }

    // True where T is a type that needs no converter, whether or not the value fits.
    private static bool TryPrimitive<T>(JsonElement element, out Converted<T>? converted)
    {
        object? box = default(T) switch
        {
            bool => Boolean(element) is { } boolean ? new Converted<bool>(boolean) : null,
            int => Number<int>(element),
            long => Number<long>(element),
            double => Number<double>(element),
            decimal => Number<decimal>(element),
            float => Number<float>(element),
            short => Number<short>(element),
            byte => Number<byte>(element),
            sbyte => Number<sbyte>(element),
            ushort => Number<ushort>(element),
            uint => Number<uint>(element),
            ulong => Number<ulong>(element),
            JsonElement => new Converted<JsonElement>(element),
            null when typeof(T) == typeof(string) => Text(element) is { } text ? new Converted<string>(text) : null,
            _ => Unread,
        };
        converted = ReferenceEquals(box, Unread) ? null : Unsafe.As<Converted<T>?>(box);
        return !ReferenceEquals(box, Unread);
    }

    // Of a number its digits as they are written: from configuration, 12 and "12" are one.
    private static string? Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };

    private static bool? Boolean(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(element.GetString(), out var value) => value,
        _ => null,
    };

    private static Converted<TNumber>? Number<TNumber>(JsonElement element)
        where TNumber : struct, System.Numerics.INumber<TNumber>
    {
        var text = element.ValueKind switch
        {
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.String => element.GetString(),
            _ => null,
        };
        return TNumber.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number) && TNumber.IsFinite(number)
            ? new Converted<TNumber>(number)
            : null;
    }

    // A generated context brings its own options, naming policy and all. Other resolvers have none: names then ignore case, as they do in configuration.
    public static JsonTypeInfo? TypeInfo(Type type, IJsonTypeInfoResolver? resolver) => resolver switch
    {
        null => null,
        JsonSerializerContext context => context.GetTypeInfo(type),
        _ => new JsonSerializerOptions { TypeInfoResolver = resolver, PropertyNameCaseInsensitive = true }.GetTypeInfo(type),
    };

    private sealed class Converted<T>(T value)
    {
        public T Value { get; } = value;
    }
}
