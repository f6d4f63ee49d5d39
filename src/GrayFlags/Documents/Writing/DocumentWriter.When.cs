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
        foreach (var field in AttributeDefinition.Operators)
        {
            if (attribute.Find(field) is { } operand)
            {
                field.Operand.Write(json, field.Name, operand);
            }
        }

        json.WriteEndObject();
    }
}
