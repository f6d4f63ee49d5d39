using System.Text.Json;

namespace GrayFlags.Dashboard.Tests.OpenApi;

/// <summary>As much of JSON Schema as the document uses; unknown fields are errors here, which users are asked to ignore.</summary>
internal static class SchemaCheck
{
    public static void Check(JsonElement document, JsonElement schema, JsonElement value, string place, List<string> objections)
    {
        if (schema.TryGetProperty("anyOf", out var several))
        {
            var attempts = several.EnumerateArray().Select(each => Objections(document, each, value, place)).ToList();
            if (attempts.TrueForAll(static attempt => attempt.Count > 0))
            {
                objections.AddRange(attempts[0]);
            }

            return;
        }

        var required = schema.TryGetProperty("required", out var own) ? Texts(own) : [];
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = document;
            foreach (var part in reference.GetString()!.Split('/').Skip(1))
            {
                schema = schema.GetProperty(part);
            }

            required = schema.TryGetProperty("required", out var others) ? [.. required, .. Texts(others)] : required;
        }

        if (!schema.TryGetProperty("type", out var type))
        {
            return;
        }

        if (!IsOf(type.GetString()!, value))
        {
            objections.Add($"{place}: {value.ValueKind} is no {type}");
            return;
        }

        if (schema.TryGetProperty("enum", out var names) && !Texts(names).Contains(value.GetString()))
        {
            objections.Add($"{place}: '{value}' is none of {names}");
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray())
            {
                Check(document, items, item, place + "[]", objections);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            CheckObject(document, schema, value, required, place, objections);
        }
    }

    private static List<string> Objections(JsonElement document, JsonElement schema, JsonElement value, string place)
    {
        var objections = new List<string>();
        Check(document, schema, value, place, objections);
        return objections;
    }

    private static void CheckObject(JsonElement document, JsonElement schema, JsonElement value, string?[] required, string place, List<string> objections)
    {
        objections.AddRange(required.Where(name => !value.TryGetProperty(name!, out _)).Select(name => $"{place}.{name} is missing"));
        foreach (var property in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(property.Name, out var described))
            {
                Check(document, described, property.Value, $"{place}.{property.Name}", objections);
            }
            else if (schema.TryGetProperty("additionalProperties", out var any))
            {
                Check(document, any, property.Value, $"{place}.*", objections);
            }
            else if (schema.TryGetProperty("properties", out _))
            {
                objections.Add($"{place}.{property.Name} is not in the document");
            }
        }
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };

    private static string?[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(static item => item.GetString())];
}
