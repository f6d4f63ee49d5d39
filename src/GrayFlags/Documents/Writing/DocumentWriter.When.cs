using System.Text.Json;

namespace GrayFlags.Documents.Writing;

internal static partial class DocumentWriter
{
    private static void WriteWhen(Utf8JsonWriter json, IReadOnlyDictionary<string, AttributeDefinition>? when)
    {
        if (when is null)
        {
            return;
        }

        json.WriteStartObject("when");
        foreach (var (name, attribute) in when)
        {
            WriteAttribute(json, name, attribute);
        }

        json.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter json, string name, AttributeDefinition attribute)
    {
        json.WriteStartObject(name);
        WriteList(json, "in", attribute.In);
        WriteList(json, "notIn", attribute.NotIn);
        WriteText(json, "eq", attribute.Eq);
        WriteText(json, "ne", attribute.Ne);
        WriteText(json, "gt", attribute.Gt);
        WriteText(json, "gte", attribute.Gte);
        WriteText(json, "lt", attribute.Lt);
        WriteText(json, "lte", attribute.Lte);
        WriteList(json, "contains", attribute.Contains);
        WriteList(json, "startsWith", attribute.StartsWith);
        WriteList(json, "endsWith", attribute.EndsWith);
        WriteList(json, "matches", attribute.Matches);
        WriteInstant(json, "before", attribute.Before);
        WriteInstant(json, "after", attribute.After);
        WriteText(json, "semver", attribute.Semver);
        WriteList(json, "cidr", attribute.Cidr);
        WriteBoolean(json, "exists", attribute.Exists);
        json.WriteEndObject();
    }
}
