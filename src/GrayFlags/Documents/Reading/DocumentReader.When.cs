using System.Text.Json;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    public static NamedEntries<AttributeDefinition>? ReadWhen(ref JsonCursor json) =>
        ReadEntries<AttributeDefinition>(ref json, "an object of attributes, keyed by name,", ReadAttribute);

    private static AttributeDefinition ReadAttribute(ref JsonCursor json)
    {
        var mark = json.Mark();
        if (json.Token == JsonTokenType.StartArray)
        {
            return new AttributeDefinition { Mark = mark, In = json.ReadLiterals(isSplit: false) };
        }

        if (json.Token != JsonTokenType.StartObject)
        {
            return new AttributeDefinition { Mark = mark, Eq = json.ReadLiteral("a value, a list or an object of operators") };
        }

        var operands = ReadFields(ref json, Fields.Attribute, ref mark);
        return new AttributeDefinition { Mark = mark, Values = operands };
    }
}
