using System.Collections.Immutable;
using System.Text.Json;

namespace GrayFlags.Documents.Writing;

internal static partial class DocumentWriter
{
    public static void WriteWhen(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, AttributeDefinition> when)
    {
        json.WriteStartObject(name);
        foreach (var (attribute, operators) in when)
        {
            json.WriteStartObject(attribute);
            WriteFields(json, OperatorField.All, operators.Values);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the fields of a table, in its order.</summary>
    private static void WriteFields(Utf8JsonWriter json, ImmutableArray<Field> table, FieldValues values)
    {
        foreach (var field in table)
        {
            if (values.Find(field) is { } value)
            {
                field.Kind!.Write(json, field.Name, value);
            }
        }
    }
}
