using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using GrayFlags.Dashboard.Wire;

namespace GrayFlags.Dashboard.Tests.OpenApi;

/// <summary>JSON schemas of the types of the wire, from the metadata that they are written with.</summary>
internal sealed class SchemaWriter
{
    private readonly NullabilityInfoContext _nullability = new();
    private readonly XmlTexts _texts = new();

    /// <summary>The schemas by the names of their types.</summary>
    public SortedDictionary<string, JsonNode> Schemas { get; } = new(StringComparer.Ordinal);

    /// <summary>A schema, or a reference to one.</summary>
    public JsonObject Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Simple(type) is { } simple)
        {
            return simple;
        }

        var info = DashboardJson.Default.Options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                return new JsonObject { ["type"] = "array", ["items"] = Of(info.ElementType!) };
            case JsonTypeInfoKind.Dictionary:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(info.ElementType!) };
            case JsonTypeInfoKind.Object:
                Add(type, info);
                return new JsonObject { ["$ref"] = $"#/components/schemas/{type.Name}" };
            default:
                throw new NotSupportedException($"{type} has no schema.");
        }
    }

    private static JsonObject? Simple(Type type) => type switch
    {
        _ when type == typeof(string) || type == typeof(TimeSpan) => new JsonObject { ["type"] = "string" },
        _ when type == typeof(bool) => new JsonObject { ["type"] = "boolean" },
        _ when type == typeof(int) || type == typeof(long) => new JsonObject { ["type"] = "integer" },
        _ when type == typeof(double) => new JsonObject { ["type"] = "number" },
        _ when type == typeof(DateTimeOffset) => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        _ when type == typeof(DateOnly) => new JsonObject { ["type"] = "string", ["format"] = "date" },
        _ when type == typeof(JsonElement) => [],
        { IsEnum: true } => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(static name => (JsonNode)name)]) },
        _ => null,
    };

    private void Add(Type type, JsonTypeInfo info)
    {
        if (Schemas.ContainsKey(type.Name))
        {
            return;
        }

        var (properties, required) = (new JsonObject(), new JsonArray());
        var schema = new JsonObject { ["type"] = "object" };
        Schemas.Add(type.Name, schema);
        foreach (var property in info.Properties.Where(static property => property.Get is not null))
        {
            var member = (PropertyInfo)property.AttributeProvider!;
            var described = Of(property.PropertyType);
            if (_texts.Of(member) is { } text)
            {
                // Beside a reference, too: this is JSON Schema of 2020-12.
                described["description"] = text;
            }

            properties[property.Name] = described;
            if (Nullable.GetUnderlyingType(property.PropertyType) is null && _nullability.Create(member).ReadState != NullabilityState.Nullable)
            {
                required.Add((JsonNode)property.Name);
            }
        }

        if (_texts.Of(type) is { } summary)
        {
            schema["description"] = summary;
        }

        schema["properties"] = properties;
        if (required.Count > 0)
        {
            schema["required"] = required;
        }
    }
}
