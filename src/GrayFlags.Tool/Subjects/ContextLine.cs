using System.Globalization;
using System.Text.Json;

namespace GrayFlags.Tool.Subjects;

/// <summary>Reads a line of contexts: <c>{"userId": …, "region": …, "attributes": {…}, "groups": […]}</c>, all of it optional.</summary>
internal static class ContextLine
{
    private const string Fields = "userId, region, attributes, groups";

    /// <returns>The context; null with a problem.</returns>
    public static GrayContext? Read(ReadOnlyMemory<byte> utf8, out string problem)
    {
        problem = "";
        try
        {
            using var json = JsonDocument.Parse(utf8);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Context(json.RootElement) : throw new FormatException("a context is an object");
        }
        catch (JsonException exception)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"no JSON at byte {exception.BytePositionInLine + 1}");
            return null;
        }
        catch (FormatException exception)
        {
            problem = exception.Message;
            return null;
        }
    }

    /// <summary>A value of an attribute; null is a missing one.</summary>
    /// <exception cref="FormatException">It is an object, or a list of something else than texts.</exception>
    public static GrayValue ValueOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => default,
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? number : json.GetDouble(),
        JsonValueKind.Array => json.EnumerateArray().Select(TextOf).ToArray(),
        _ => throw new FormatException("an attribute is a text, a number, a boolean or a list of texts"),
    };

    private static GrayContext Context(JsonElement json)
    {
        string? user = null, region = null;
        var attributes = new List<KeyValuePair<string, GrayValue>>();
        foreach (var field in json.EnumerateObject())
        {
            switch (field.Name)
            {
                case "userId":
                    user = NullableTextOf(field.Value);
                    break;
                case "region":
                    region = NullableTextOf(field.Value);
                    break;
                case "attributes" when field.Value.ValueKind is JsonValueKind.Object:
                    attributes.AddRange(field.Value.EnumerateObject().Select(static each => KeyValuePair.Create(each.Name, ValueOf(each.Value))));
                    break;
                case "groups":
                    attributes.Add(new("groups", ValueOf(field.Value)));
                    break;
                case "attributes" when field.Value.ValueKind is not JsonValueKind.Null:
                    throw new FormatException("attributes is no object");
                case "attributes":
                    break;
                default:
                    throw new FormatException($"'{field.Name}' is not a field here; allowed are {Fields}");
            }
        }

        return new GrayContext(user, attributes) { Region = region };
    }

    private static string? NullableTextOf(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : TextOf(json);

    // Logs often have the number of a user; an app that hashes it hashes its digits.
    private static string TextOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.GetRawText(),
        _ => throw new FormatException("a text is wanted, and not " + json.ValueKind.ToString().ToLowerInvariant()),
    };
}
