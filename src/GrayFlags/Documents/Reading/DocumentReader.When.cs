using System.Text.Json;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static NamedEntries<AttributeDefinition>? ReadWhen(ref JsonCursor json) =>
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

        var attribute = new AttributeDefinition();
        var seen = default(FieldBitmap);
        while (json.NextFieldIndex(Fields.Attribute, ref seen, out var index))
        {
            var field = AttributeDefinition.Operators[index];
            mark.AddField(field.Name, json.Line());
            attribute.Add(field, field.Operand.Read(ref json));
            json.Leave();
        }

        attribute.Mark = mark;
        return attribute;
    }
}
