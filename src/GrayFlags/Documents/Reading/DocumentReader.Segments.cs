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
        var conditions = default(ConditionFields);
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Segment, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            switch (field)
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
                    conditions.Read(ref json, field);
                    break;
            }

            json.Leave();
        }

        return new SegmentDefinition
        {
            Mark = mark,
            Description = description,
            Metadata = metadata,
            Users = conditions.Users,
            Segments = conditions.Segments,
            Regions = conditions.Regions,
            When = conditions.When,
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
        var conditions = default(ConditionFields);
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Membership, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            conditions.Read(ref json, field);
            json.Leave();
        }

        return new MembershipDefinition
        {
            Mark = mark,
            Users = conditions.Users,
            Segments = conditions.Segments,
            Regions = conditions.Regions,
            When = conditions.When,
        };
    }
}
