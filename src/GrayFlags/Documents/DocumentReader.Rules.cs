using System.Globalization;
using System.Text.Json;

namespace GrayFlags.Documents;

internal static partial class DocumentReader
{
    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"];

    private static Dictionary<string, RuleDefinition>? ReadRules(ref JsonCursor json)
    {
        if (json.Token == JsonTokenType.StartArray)
        {
            json.Report(ProblemText.RulesAreKeyed);
            json.Skip();
            return null;
        }

        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object of rules, keyed by name,");
            return null;
        }

        var rules = new Dictionary<string, RuleDefinition>(StringComparer.OrdinalIgnoreCase);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (json.NextEntry(names, out var name))
        {
            if (ReadRule(ref json) is { } rule)
            {
                rules[name] = rule;
            }

            json.Leave();
        }

        return rules;
    }

    private static RuleDefinition? ReadRule(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a rule, which is an object,");
            return null;
        }

        var mark = json.Mark();
        string? description = null;
        JsonElement? metadata = null;
        bool? enabled = null;
        long? priority = null;
        ServeDefinition? serve = null;
        ConditionsDefinition? except = null;
        var conditions = default(ConditionFields);
        uint seen = 0;
        while (json.NextField(Fields.Rule, ref seen, out var field))
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
                case "enabled":
                    enabled = json.ReadBoolean();
                    break;
                case "priority":
                    priority = json.ReadInteger(int.MinValue, int.MaxValue);
                    break;
                case "serve":
                    serve = ReadServe(ref json);
                    break;
                case "except":
                    except = ReadConditions(ref json);
                    break;
                default:
                    conditions.Read(ref json, field);
                    break;
            }

            json.Leave();
        }

        return new RuleDefinition
        {
            Mark = mark,
            Description = description,
            Metadata = metadata,
            Enabled = enabled,
            Priority = (int?)priority,
            Serve = serve,
            Except = except,
            Users = conditions.Users,
            Segments = conditions.Segments,
            Regions = conditions.Regions,
            Window = conditions.Window,
            Percentage = conditions.Percentage,
        };
    }

    private static ConditionsDefinition? ReadConditions(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("an object of conditions");
            return null;
        }

        var mark = json.Mark();
        var conditions = default(ConditionFields);
        uint seen = 0;
        while (json.NextField(Fields.Conditions, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            conditions.Read(ref json, field);
            json.Leave();
        }

        return new ConditionsDefinition
        {
            Mark = mark,
            Users = conditions.Users,
            Segments = conditions.Segments,
            Regions = conditions.Regions,
            Window = conditions.Window,
            Percentage = conditions.Percentage,
        };
    }

    private static WindowDefinition? ReadWindow(ref JsonCursor json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind("a window, such as { \"start\": \"2026-12-01T00:00:00+08:00\" },");
            return null;
        }

        var mark = json.Mark();
        DateTimeOffset? start = null, end = null;
        uint seen = 0;
        while (json.NextField(Fields.Window, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            if (field == "start")
            {
                start = ReadInstant(ref json);
            }
            else
            {
                end = ReadInstant(ref json);
            }

            json.Leave();
        }

        return new WindowDefinition { Mark = mark, Start = start, End = end };
    }

    private static PercentageDefinition? ReadPercentage(ref JsonCursor json)
    {
        var mark = json.Mark();
        if (json.Token != JsonTokenType.StartObject)
        {
            return json.ReadPercent() is { } percent ? new PercentageDefinition { Mark = mark, Of = percent } : null;
        }

        decimal? of = null;
        decimal from = 0;
        string? by = null, salt = null;
        uint seen = 0;
        var before = json.Problems.Count;
        while (json.NextField(Fields.Percentage, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            switch (field)
            {
                case "of":
                    of = json.ReadPercent();
                    break;
                case "from":
                    from = json.ReadPercent() ?? 0;
                    break;
                case "by":
                    by = json.ReadText();
                    break;
                case "salt":
                    salt = json.ReadText();
                    break;
            }

            json.Leave();
        }

        if (of is null && json.Problems.Count == before)
        {
            json.Report(ProblemText.Kind("nothing", "'of', the size of the share in percent,"), mark.Line);
        }

        return new PercentageDefinition { Mark = mark, Of = of ?? 0, By = by, Salt = salt, From = from };
    }

    private static DateTimeOffset? ReadInstant(ref JsonCursor json)
    {
        if (json.ReadText("a date and time, such as '2026-12-01T00:00:00+08:00',") is not { } text)
        {
            return null;
        }

        // RoundtripKind keeps a text without an offset apart: AssumeUniversal would guess.
        if (!DateTime.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var parsed))
        {
            json.Report(ProblemText.NotAnInstant(ShownText.Quote(text)));
            return null;
        }

        if (parsed.Kind == DateTimeKind.Unspecified)
        {
            json.Report(ProblemText.NoOffset(ShownText.Quote(text)));
            return null;
        }

        if (!DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
        {
            json.Report(ProblemText.NotAnInstant(ShownText.Quote(text)));
            return null;
        }

        return instant;
    }

    private static DateOnly? ReadDate(ref JsonCursor json)
    {
        if (json.ReadText("a date, such as '2027-03-01',") is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        json.Report(ProblemText.NotADate(ShownText.Quote(text)));
        return null;
    }

    /// <summary>The conditions' fields while an object is read: the same for a rule and for its <c>except</c>.</summary>
    private struct ConditionFields
    {
        public List<string>? Users;
        public List<string>? Segments;
        public List<string>? Regions;
        public WindowDefinition? Window;
        public PercentageDefinition? Percentage;

        public void Read(ref JsonCursor json, string field)
        {
            switch (field)
            {
                case "users":
                    Users = json.ReadList();
                    break;
                case "segments":
                    Segments = json.ReadList();
                    break;
                case "regions":
                    Regions = json.ReadList();
                    break;
                case "window":
                    Window = ReadWindow(ref json);
                    break;
                case "percentage":
                    Percentage = ReadPercentage(ref json);
                    break;
            }
        }
    }
}
