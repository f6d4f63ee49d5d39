using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GrayFlags.Tests.Schema;

/// <summary>The schema of appsettings, made from that of documents.</summary>
/// <remarks>
/// Configuration differs in three ways. It is merged from layers, so a file may hold any part of a flag, and nothing is required of it alone. Its names
/// are customarily in Pascal case. And its values are texts, so a number or a boolean may be written as one.
/// </remarks>
internal static class AppSettingsSchema
{
    public const string Section = "GrayFlags";

    private const string Documents = "grayflags.schema.json";
    private const string AppSettings = "appsettings.grayflags.schema.json";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // What a document must have, and a layer need not.
    private static readonly string[] Requirements = ["required", "minProperties", "minItems"];

    public static string From(string schemaOfDocuments)
    {
        var document = JsonNode.Parse(schemaOfDocuments)!.AsObject();
        var definitions = Layered(document["$defs"]!.AsObject(), isMap: true);
        definitions["document"] = Layered(new JsonObject(
            document.Where(field => field.Key is "description" or "type" or "properties" or "additionalProperties").Select(Copy)));
        definitions["document"]!["properties"]!.AsObject().Remove("$schema");

        var schema = new JsonObject
        {
            ["$schema"] = document["$schema"]!.DeepClone(),
            ["$id"] = document["$id"]!.GetValue<string>().Replace(Documents, AppSettings, StringComparison.Ordinal),
            ["title"] = "GrayFlags in appsettings",
            ["type"] = "object",
            ["properties"] = new JsonObject { [Section] = new JsonObject { ["$ref"] = "#/$defs/document" } },
            ["$defs"] = definitions,
        };
        return schema.ToJsonString(Written) + "\n";
    }

    // A map has names of the document's as keys, not keywords.
    private static JsonObject Layered(JsonObject schema, bool isMap = false)
    {
        var result = new JsonObject();
        foreach (var (name, value) in schema)
        {
            if (isMap)
            {
                result[name] = Layered(value!);
            }
            else if (!Requirements.Contains(name) && !IsRequirement(value))
            {
                Add(result, name, value!);
            }
        }

        return result;
    }

    private static JsonNode Layered(JsonNode node) => node switch
    {
        JsonObject schema => Layered(schema),
        JsonArray schemas => new JsonArray([.. schemas.Select(schema => Layered(schema!))]),
        _ => node.DeepClone(),
    };

    private static void Add(JsonObject result, string keyword, JsonNode value)
    {
        var type = keyword == "type" && value is JsonValue ? value.GetValue<string>() : null;
        switch (keyword)
        {
            case "properties":
                result[keyword] = InBothCases(Layered(value.AsObject(), isMap: true));
                break;
            case "oneOf": // without what they require, two of the forms may hold
                result["anyOf"] = Layered(value);
                break;
            case "type" when type is "number" or "integer":
                result["type"] = new JsonArray(value.DeepClone(), "string");
                result["pattern"] = "[0-9]";
                break;
            case "type" when type is "boolean":
                result["type"] = new JsonArray("boolean", "string");
                result["pattern"] = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$";
                break;
            case "const":
                result["enum"] = new JsonArray([.. Texts(value).Prepend(value.DeepClone())]);
                break;
            default:
                result[keyword] = Layered(value);
                break;
        }
    }

    // The forms of an object that differ in nothing but the fields that they must have.
    private static bool IsRequirement(JsonNode? value) =>
        value is JsonArray { Count: > 0 } forms
        && forms.All(form => form is JsonObject required && required.ContainsKey("required") && !required.ContainsKey("type"));

    private static JsonObject InBothCases(JsonObject properties)
    {
        foreach (var (name, value) in properties.ToList())
        {
            properties[char.ToUpperInvariant(name[0]) + name[1..]] = value!.DeepClone();
        }

        return properties;
    }

    private static IEnumerable<JsonNode> Texts(JsonNode value) => value.ToJsonString() switch
    {
        "true" => ["true", "True"],
        "false" => ["false", "False"],
        var number => [number],
    };

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> field) => new(field.Key, field.Value!.DeepClone());
}
