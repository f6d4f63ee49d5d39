using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    private static WindowDefinition? ReadWindow(ref JsonCursor json)
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
        var direct = default(RecurrenceFields);
        while (json.NextField(Fields.Window, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            switch (field)
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
                    direct.Read(ref json, field);
                    break;
            }

            json.Leave();
        }

        if (direct.IsGiven)
        {
            if (recurrence is not null)
            {
                json.Report(ProblemText.RecurrenceTwice, mark.Line);
            }

            recurrence = direct.ToDefinition(mark, isShort: true);
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
        var fields = default(RecurrenceFields);
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Recurrence, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            fields.Read(ref json, field);
            json.Leave();
        }

        return fields.ToDefinition(mark, isShort: false);
    }

    /// <summary>The recurrence's fields while an object is read: an object of its own, or the window itself, which may have some of them.</summary>
    private struct RecurrenceFields
    {
        private RecurrencePeriod? _every;
        private long? _interval;
        private List<DayOfWeek>? _days;
        private List<int>? _daysOfMonth;
        private TimeOnly? _from;
        private TimeOnly? _to;
        private DayOfWeek? _firstDayOfWeek;
        private DateOnly? _until;
        private long? _count;

        public bool IsGiven { get; private set; }

        public void Read(ref JsonCursor json, string field)
        {
            IsGiven = true;
            switch (field)
            {
                case "every":
                    _every = ReadWord<RecurrencePeriod>(ref json, "day, week or month");
                    break;
                case "interval":
                    _interval = json.ReadInteger(1, RecurrenceDefinition.MaxInterval);
                    break;
                case "days":
                    _days = ReadDays(ref json);
                    break;
                case "daysOfMonth":
                    _daysOfMonth = ReadDaysOfMonth(ref json);
                    break;
                case "from":
                    _from = ReadTimeOfDay(ref json, isEnd: false);
                    break;
                case "to":
                    _to = ReadTimeOfDay(ref json, isEnd: true);
                    break;
                case "firstDayOfWeek":
                    _firstDayOfWeek = ReadDay(ref json);
                    break;
                case "until":
                    _until = ReadDate(ref json);
                    break;
                case "count":
                    _count = json.ReadInteger(1, int.MaxValue);
                    break;
            }
        }

        public readonly RecurrenceDefinition ToDefinition(SourceLocation mark, bool isShort) => new()
        {
            Mark = mark,
            IsShort = isShort,
            Every = _every,
            Interval = (int?)_interval,
            Days = _days,
            DaysOfMonth = _daysOfMonth,
            From = _from,
            To = _to,
            FirstDayOfWeek = _firstDayOfWeek,
            Until = _until,
            Count = (int?)_count,
        };
    }
}
