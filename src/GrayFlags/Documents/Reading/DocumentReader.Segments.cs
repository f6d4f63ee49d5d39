using System.Text.Json;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static SegmentDefinition? ReadSegment(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a segment, such as { \"users\": [\"u-1\"] },");
            return null;
        }

        var mark = json.Mark();
        string? description = null;
        JsonElement? metadata = null;
        MembershipDefinition? except = null;
        var conditions = default(FieldValues);
        var seen = default(FieldBitmap);
        while (json.TryNext(Fields.Segment, ref seen, out var field))
        {
            mark.AddField(field.Name, json.Position());
            switch (field.Name)
            {
                case "description":
                    description = json.ReadText();
                    break;
                case "metadata":
                    metadata = json.ReadAny();
                    break;
                case "except":
                    except = ReadMembership(ref json);
                    break;
                default:
                    conditions.Add(field, field.Kind!.Read(ref json));
                    break;
            }

            json.Leave();
        }

        return new SegmentDefinition
        {
            Mark = mark,
            Description = description,
            Metadata = metadata,
            Conditions = conditions,
            Except = except,
        };
    }

    private static MembershipDefinition? ReadMembership(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object of conditions");
            return null;
        }

        var mark = json.Mark();
        var conditions = ReadFields(ref json, Fields.Membership, ref mark);
        return new MembershipDefinition { Mark = mark, Conditions = conditions };
    }
}
