using System.Text.Json;

namespace GrayFlags.Documents;

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
        List<string>? users = null, segments = null, regions = null;
        MembershipDefinition? except = null;
        var seen = default(SeenFields);
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
                case "users":
                    users = json.ReadList();
                    break;
                case "segments":
                    segments = json.ReadList();
                    break;
                case "regions":
                    regions = json.ReadList();
                    break;
                case "except":
                    except = ReadMembership(ref json);
                    break;
            }

            json.Leave();
        }

        return new SegmentDefinition
        {
            Mark = mark,
            Description = description,
            Metadata = metadata,
            Users = users,
            Segments = segments,
            Regions = regions,
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
        List<string>? users = null, segments = null, regions = null;
        var seen = default(SeenFields);
        while (json.NextField(Fields.Membership, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            switch (field)
            {
                case "users":
                    users = json.ReadList();
                    break;
                case "segments":
                    segments = json.ReadList();
                    break;
                case "regions":
                    regions = json.ReadList();
                    break;
            }

            json.Leave();
        }

        return new MembershipDefinition { Mark = mark, Users = users, Segments = segments, Regions = regions };
    }
}
