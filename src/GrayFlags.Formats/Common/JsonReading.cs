using System.Globalization;
using System.Text.Json;

namespace GrayFlags.Formats.Common;

/// <summary>Reads fields of JSON; null is absent, as in documents of ours.</summary>
internal static class JsonReading
{
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text, or a number or truth value as its text.</summary>
    public static string? Text(this JsonElement element, string name) => element.Get(name) is { } value ? value.AsText() : null;

    public static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <exception cref="NotExpressibleException">The field is given, and neither true nor false.</exception>
    public static bool Flag(this JsonElement element, string name, bool absent = false) => element.Get(name) switch
    {
        null => absent,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var value) => value,
        { } other => throw new NotExpressibleException($"'{name}' is {Shown(other)}, neither true nor false"),
    };

    /// <exception cref="NotExpressibleException">The field is given, and no list.</exception>
    public static IReadOnlyList<JsonElement> List(this JsonElement element, string name) => element.Get(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        { } other => throw new NotExpressibleException($"'{name}' is {Shown(other)}, no list"),
    };

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        [.. element.List(name).Select(AsText).OfType<string>()];

    public static int? Integer(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A number, also one that is written as a text; null for everything else.</summary>
    public static decimal? Decimal(JsonElement? given) =>
        decimal.TryParse(given?.AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: <= 64 } text ? text : value.GetRawText()[..64] + "…";
}
