using System.Text.Json;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>The feature flags of a document, by name, whichever schema they are written in.</summary>
internal static class FeatureFlags
{
    private const string Section = "feature_management";
    private const string OlderSection = "FeatureManagement";

    /// <summary>Names ignore case, and the last of equal ones wins.</summary>
    public static IReadOnlyDictionary<string, FeatureFlag> Of(JsonElement root)
    {
        var flags = new Dictionary<string, FeatureFlag>(StringComparer.OrdinalIgnoreCase);
        if (!root.EnumerateObject().Any(static field => Is(field, Section) || Is(field, OlderSection)))
        {
            throw new NotExpressibleException("the document has neither 'feature_management' nor 'FeatureManagement'");
        }

        var old = root.EnumerateObject().Where(static field => Is(field, OlderSection));
        foreach (var flag in old.SelectMany(static field => Fields(field.Value)))
        {
            Add(flag.Name, new FeatureFlag(flag.Value, IsOlder: true));
        }

        var current = root.EnumerateObject().Where(static field => Is(field, Section));
        foreach (var flag in current.SelectMany(static field => field.Value.Items("feature_flags")))
        {
            // What has no id is no flag there.
            if (flag.Field("id")?.AsText() is { Length: > 0 } id)
            {
                Add(id, new FeatureFlag(flag, IsOlder: false));
            }
        }

        return flags;

        // The spelling is that of the last one, too.
        void Add(string name, FeatureFlag flag)
        {
            flags.Remove(name);
            flags.Add(name, flag);
        }
    }

    /// <summary>A field, whatever its case; null where it is null.</summary>
    public static JsonElement? Field(this JsonElement element, string name)
    {
        foreach (var field in Fields(element))
        {
            if (field.Value.ValueKind != JsonValueKind.Null && Is(field, name))
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

    private static bool Is(JsonProperty field, string name) => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static JsonElement.ObjectEnumerator Fields(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default;
}
