using System.Text.Json;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>The feature flags of a document, by name, in one shape whichever schema they are written in.</summary>
internal static class FeatureFlags
{
    /// <summary>Names ignore case, and the last of equal ones wins.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Of(JsonElement root)
    {
        var flags = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        if (!root.EnumerateObject().Any(IsSection))
        {
            throw new NotExpressibleException("the document has neither 'feature_management' nor 'FeatureManagement'");
        }

        var old = root.EnumerateObject().Where(static field => field.Name.Equals("FeatureManagement", StringComparison.OrdinalIgnoreCase));
        foreach (var flag in old.SelectMany(static field => Fields(field.Value)))
        {
            Add(flag.Name, flag.Value);
        }

        var current = root.EnumerateObject().Where(static field => field.Name.Equals("feature_management", StringComparison.OrdinalIgnoreCase));
        foreach (var flag in current.SelectMany(static field => field.Value.Items("feature_flags")))
        {
            Add(flag.Field("id")?.AsText() ?? "", flag);
        }

        return flags;

        // The spelling is that of the last one, too.
        void Add(string name, JsonElement flag)
        {
            flags.Remove(name);
            flags.Add(name, flag);
        }
    }

    /// <summary>A field, whatever its case and with or without underscores: the two schemas differ in no more.</summary>
    public static JsonElement? Field(this JsonElement element, string name)
    {
        foreach (var field in Fields(element))
        {
            if (field.Value.ValueKind != JsonValueKind.Null && Plain(field.Name).Equals(Plain(name), StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>The elements of a list; of an object with numbers for names, as configuration has lists, its values.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) => element.Field(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        { ValueKind: JsonValueKind.Object } entries => [.. entries.EnumerateObject().Select(static entry => entry.Value)],
        null => [],

        // As configuration has an empty list.
        { ValueKind: JsonValueKind.String } text when text.GetString()!.Length == 0 => [],
        { } other => throw new NotExpressibleException($"'{name}' is {other.GetRawText()}, no list"),
    };

    public static IReadOnlyList<string> Names(this JsonElement element, string name) => [.. element.Items(name).Select(JsonReading.AsText).OfType<string>()];

    private static bool IsSection(JsonProperty field) => Plain(field.Name).Equals("FeatureManagement", StringComparison.OrdinalIgnoreCase);

    private static JsonElement.ObjectEnumerator Fields(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default;

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
