using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    public static WindowDefinition? ReadWindow(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a window, such as { \"start\": \"2026-12-01T00:00:00+08:00\" },");
            return null;
        }

        var mark = json.Mark();
        WindowEdgeDefinition? start = null, end = null;
        string? timeZone = null;
        RecurrenceDefinition? recurrence = null;
        var seen = default(FieldBitmap);
        var direct = default(FieldValues);
        var isShort = false;
        while (json.TryNext(Fields.Window, ref seen, out var field))
        {
            mark.AddField(field.Name, json.Position());
            switch (field.Name)
            {
                case "start":
                    start = ReadWindowEdge(ref json);
                    break;
                case "end":
                    end = ReadWindowEdge(ref json);
                    break;
                case "timeZone":
                    timeZone = json.ReadText();
                    break;
                case "recurrence":
                    recurrence = ReadRecurrence(ref json);
                    break;
                default:
                    isShort = true;
                    direct.Add(field, field.Kind!.Read(ref json));
                    break;
            }

            json.Leave();
        }

        if (isShort)
        {
            if (recurrence is not null)
            {
                json.Report(ProblemText.RecurrenceTwice, mark.Position);
            }

            recurrence = new RecurrenceDefinition { Mark = mark, IsShort = true, Values = direct };
        }

        return new WindowDefinition { Mark = mark, Start = start, End = end, TimeZone = timeZone, Recurrence = recurrence };
    }

    private static RecurrenceDefinition? ReadRecurrence(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a recurrence, such as { \"days\": [\"mon\"], \"from\": \"22:00\", \"to\": \"06:00\" },");
            return null;
        }

        var mark = json.Mark();
        var fields = ReadFields(ref json, Fields.Recurrence, ref mark);
        return new RecurrenceDefinition { Mark = mark, Values = fields };
    }
}
