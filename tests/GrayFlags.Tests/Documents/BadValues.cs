using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using NUnit.Framework;
using static GrayFlags.Tests.Documents.BadDocumentRow;

namespace GrayFlags.Tests.Documents;

/// <summary>Literals that are not what their field holds: percentages (FAULTS.md D5, D6), times (M3), halves of surrogate pairs (D4), limits (D11).</summary>
internal static class BadValues
{
    private const string ManyDigits =
        "1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001";

    public static IEnumerable<TestCaseData> Rows() => [.. Percentages(), .. Instants(), .. Recurrences(), .. Ramps(), .. LoneSurrogates(), .. Limits()];

    // What a percentage may be is for the compiler to say; what it is, must be known exactly.
    private static IEnumerable<TestCaseData> Percentages()
    {
        foreach (var (literal, shown) in new[]
                 {
                     ("\"25%\"", "'25%'"), ("\"25\"", "'25'"), ("\"\"", "''"), ("\"NaN\"", "'NaN'"), ("\"Infinity\"", "'Infinity'"), ("true", "true"),
                     ("[25]", "a list"),
                     ("1e400", "1e400"), ("-1e400", "-1e400"), ("1e-40", "1e-40"), ("1E-99999999999999999999", "1E-99999999999999999999"), ("1e29", "1e29"),
                     ("0.001000000000000000000000000009", "0.001000000000000000000000000009"),
                     ("100.0000000000000000000000000000000001", "100.0000000000000000000000000000000001"),
                     (ManyDigits, ManyDigits[..48] + "…"),
                 })
        {
            yield return Row(
                nameof(ProblemText.NotAPercentage), BadDocuments.Rule($"\"percentage\": {literal}"), "flags.a.rules.r.percentage", 3,
                $"{shown} is not a percentage; a number from 0 to 100 with up to three decimals is allowed");
        }

        yield return Row(
            nameof(ProblemText.WithoutQuotes), BadDocuments.Rule("\"percentage\": {\n\"of\": \"25\" }"), "flags.a.rules.r.percentage.of", 4,
            "the text '25' is not a percentage; a number from 0 to 100 with up to three decimals is allowed; write 25 without quotes");
        yield return Row(
            nameof(ProblemText.NotAPercentage), BadDocuments.Rule("\"percentage\": { \"of\": {} }"), "flags.a.rules.r.percentage.of", 3,
            "an object is not a percentage");
        yield return Row(
            nameof(ProblemText.NotAPercentage), BadDocuments.Rule("\"percentage\": { \"of\": 1, \"from\": 1e-40 }"), "flags.a.rules.r.percentage.from", 3,
            "1e-40 is not a percentage");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"percentage\": { \"of\": 1, \"by\": 3 }"), "flags.a.rules.r.percentage.by", 3,
            "3 is found where a text is expected");
    }

    private static IEnumerable<TestCaseData> Instants()
    {
        foreach (var text in new[] { "2026-12-01T00:00:00", "2026-12-01T00:00", "2026-12-01T00:00:00.5", "2026-12-01" })
        {
            yield return Row(
                nameof(ProblemText.NoOffset), BadDocuments.Rule($"\"percentage\": {{ \"ramp\": [{{\n\"at\": \"{text}\", \"of\": 1 }}] }}"),
                "flags.a.rules.r.percentage.ramp[0].at", 4,
                $"'{text}' has no offset from UTC, so its instant is unknown; write 2026-12-01T00:00:00+08:00 or …Z");
        }

        foreach (var text in new[]
                 {
                     "", "now", "2026-12-01T00:00:60Z", "2026-12-01T24:00:00Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-12-01_00:00:00Z",
                     "2026-12-01T00:00:00+25:00", "2026-12-01T00:00:00+15:00",
                     "2026-12-01T00:00:00Zulu", "Mon, 01 Dec 2026 00:00:00 GMT", "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+08:00",
                     "9999-12-31T23:59:59-08:00", "2026-12-01T00:00:00.Z", "01.12.2026 00:00:00 +08:00", "٢٠٢٦-12-01T00:00:00Z",
                 })
        {
            yield return Row(
                nameof(ProblemText.NotAnInstant), BadDocuments.Rule($"\"window\": {{ \"end\": \"{text}\" }}"), "flags.a.rules.r.window.end", 3,
                $"'{text}' is not an ISO 8601 date and time with an offset");
        }
    }

    private static IEnumerable<TestCaseData> Recurrences()
    {
        foreach (var text in new[] { "", "9:00", "24:00", "25:00", "09:60", "09:00:60", "9 am", "09.00", "09:00Z", "-01:00", "٠٩:00" })
        {
            yield return Row(
                nameof(ProblemText.NotATimeOfDay), BadDocuments.Rule($"\"window\": {{\n\"from\": \"{text}\" }}"), "flags.a.rules.r.window.from", 4,
                $"'{text}' is not a time of day such as 09:30");
        }

        yield return Row(
            nameof(ProblemText.NotATimeOfDay), BadDocuments.Rule("\"window\": { \"recurrence\": { \"to\": \"24:01\" } }"),
            "flags.a.rules.r.window.recurrence.to", 3, "'24:01' is not a time of day");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"window\": { \"from\": 9 }"), "flags.a.rules.r.window.from", 3,
            "9 is found where a time of day, such as '22:00', is expected");
        foreach (var text in new[] { "mo", "m", "tues", "montag", "1", "mon-fri" })
        {
            yield return Row(
                nameof(ProblemText.NotADay), BadDocuments.Rule($"\"window\": {{ \"days\": [\"sun\", \"{text}\"] }}"), "flags.a.rules.r.window.days", 3,
                $"'{text}' is not a day of the week; mon, tue, wed, thu, fri, sat and sun are allowed");
        }

        yield return Row(
            nameof(ProblemText.NotADay), BadDocuments.Rule("\"window\": { \"recurrence\": { \"firstDayOfWeek\": \"first\" } }"),
            "flags.a.rules.r.window.recurrence.firstDayOfWeek", 3, "'first' is not a day of the week");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"window\": { \"recurrence\": \"daily\" }"), "flags.a.rules.r.window.recurrence", 3,
            "'daily' is found where a recurrence");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"window\": { \"recurrence\": { \"every\": \"year\" } }"), "flags.a.rules.r.window.recurrence.every",
            3, "'year' is found where day, week or month is expected");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"window\": { \"recurrence\": { \"every\": \"1\" } }"), "flags.a.rules.r.window.recurrence.every", 3,
            "'1' is found where day, week or month is expected");
        foreach (var number in new[] { "0", "32", "-32", "1.5", "\"last\"" })
        {
            yield return Row(
                nameof(ProblemText.NotADayOfMonth), BadDocuments.Rule($"\"window\": {{ \"daysOfMonth\": [1, {number}] }}"),
                "flags.a.rules.r.window.daysOfMonth", 3, $"'{number.Trim('"')}' is not a day of a month; whole numbers from 1 to 31, or from -1");
        }

        foreach (var number in new[] { "0", "-1", "1001", "1.5" })
        {
            yield return Row(
                nameof(ProblemText.NotAnInteger), BadDocuments.Rule($"\"window\": {{ \"recurrence\": {{ \"interval\": {number} }} }}"),
                "flags.a.rules.r.window.recurrence.interval", 3, $"{number} is not allowed; a whole number from 1 to 1000 is");
        }

        yield return Row(
            nameof(ProblemText.NotAnInteger), BadDocuments.Rule("\"window\": { \"recurrence\": { \"count\": 0 } }"), "flags.a.rules.r.window.recurrence.count",
            3, "0 is not allowed; a whole number from 1");
        yield return Row(
            nameof(ProblemText.NotADate), BadDocuments.Rule("\"window\": { \"recurrence\": { \"until\": \"2026-12-01T00:00:00Z\" } }"),
            "flags.a.rules.r.window.recurrence.until", 3, "is not a date");
        yield return Row(
            nameof(ProblemText.UnknownField), BadDocuments.Rule("\"window\": { \"every\": \"day\" }"), "flags.a.rules.r.window.every", 3,
            "'every' is not a field here");
        yield return Row(
            nameof(ProblemText.RecurrenceTwice), BadDocuments.Rule("\"window\": {\n\"from\": \"09:00\", \"recurrence\": { \"to\": \"10:00\" } }"),
            "flags.a.rules.r.window", 3, "stand both in the window and beside a recurrence");
    }

    private static IEnumerable<TestCaseData> Ramps()
    {
        yield return Row(
            nameof(ProblemText.OfAndRamp), BadDocuments.Rule("\"percentage\": { \"of\": 0,\n\"ramp\": [] }"), "flags.a.rules.r.percentage", 3,
            "of and ramp both say how large the share is");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"percentage\": { \"ramp\": { \"from\": 1 } }"), "flags.a.rules.r.percentage.ramp", 3,
            "an object is found where a list of points");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"percentage\": { \"ramp\": [25] }"), "flags.a.rules.r.percentage.ramp[0]", 3,
            "25 is found where a point of a ramp");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"percentage\": { \"ramp\": [null] }"), "flags.a.rules.r.percentage.ramp[0]", 3,
            "null is found where a point of a ramp");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"percentage\": { \"ramp\": [\n{ \"of\": 25 }] }"), "flags.a.rules.r.percentage.ramp[0]", 4,
            "nothing is found where 'at', the instant of the point, is expected");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"percentage\": { \"ramp\": [{ \"at\": \"2026-12-01T00:00:00Z\" }] }"),
            "flags.a.rules.r.percentage.ramp[0]", 3, "nothing is found where 'of', the size of the share in percent, is expected");
        yield return Row(
            nameof(ProblemText.NotAPercentage), BadDocuments.Rule("\"percentage\": { \"ramp\": [{ \"at\": \"2026-12-01T00:00:00Z\", \"of\": \"1\" }] }"),
            "flags.a.rules.r.percentage.ramp[0].of", 3, "'1' is not a percentage");
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"percentage\": { \"ramp\": [], \"shape\": \"cubic\" }"), "flags.a.rules.r.percentage.shape", 3,
            "'cubic' is found where steps or linear is expected");
        yield return Row(
            nameof(ProblemText.TooMany),
            BadDocuments.Rule(
                "\"percentage\": { \"ramp\": [{ \"at\": \"2026-12-01T00:00:00Z\", \"of\": 1 },\n{ \"at\": \"2026-12-02T00:00:00Z\", \"of\": 2 }] }"),
            "flags.a.rules.r.percentage.ramp", 3, "2 entries are more than 1, the limit MaxListEntries", Limited(new() { MaxListEntries = 1 }));
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Rule("\"percentage\": { \"of\": 1, \"overlap\": 1 }"), "flags.a.rules.r.percentage.overlap", 3,
            "1 is found where true or false is expected");
    }

    private static IEnumerable<TestCaseData> LoneSurrogates()
    {
        foreach (var half in new[]
        {
            "\\ud800", "\\udfff", "x\\uDBFF", "\\udc00\\ud800", "\\ud83d\\u0041", "\\ud83d\\ud83d\\udc4b", "\\\\\\ud83d", "\\ud83d\\\\udc4b",
        })
        {
            yield return Row(
                nameof(ProblemText.LoneSurrogate), $"{{\n\"description\": \"{half}\" }}", "description", 2, "the text holds one half of a surrogate pair");
        }

        yield return Row(nameof(ProblemText.LoneSurrogate), "{ \"\\ud800\": 1 }", "", 1, "the text holds one half of a surrogate pair");
        yield return Row(nameof(ProblemText.LoneSurrogate), "{ \"flags\": {\n\"\\ud800\": true } }", "flags", 2, "the text holds one half");
        yield return Row(
            nameof(ProblemText.LoneSurrogate), BadDocuments.Rule("\"users\": [\"u\",\n\"\\ud800\"]"), "flags.a.rules.r.users[1]", 4, "the text holds one half");
        yield return Row(nameof(ProblemText.LoneSurrogate), BadDocuments.Rule("\"serve\": \"\\ud800\""), "flags.a.rules.r.serve", 3, "the text holds one half");
        yield return Row(nameof(ProblemText.LoneSurrogate), "{ \"metadata\": { \"a\": [\n\"\\ud800\"] } }", "metadata", 2, "the text holds one half");
        yield return Row(nameof(ProblemText.LoneSurrogate), "{ \"metadata\": {\n\"\\ud800\": 1 } }", "metadata", 2, "the text holds one half");
        yield return Row(
            nameof(ProblemText.NotAPercentage), BadDocuments.Rule("\"percentage\": \"\\ud800\""), "flags.a.rules.r.percentage", 3,
            "a broken text is not a percentage");
    }

    private static IEnumerable<TestCaseData> Limits()
    {
        yield return Row(
            nameof(ProblemText.TooMany), "{\n\"flags\": { \"a\": true,\n\"b\": true, \"c\": true } }", "flags", 2,
            "3 flags are more than 2, the limit MaxFlags", Limited(new() { MaxFlags = 2 }));
        yield return Row(
            nameof(ProblemText.TooMany), "{\n\"segments\": { \"a\": {},\n\"b\": {} } }", "segments", 2, "2 segments are more than 1, the limit MaxSegments",
            Limited(new() { MaxSegments = 1 }));
        yield return Row(
            nameof(ProblemText.TooMany), BadDocuments.Rule("\"users\": [\"a\",\n\"b\", \"c\"]"), "flags.a.rules.r.users", 3,
            "3 entries are more than 2, the limit MaxListEntries", Limited(new() { MaxListEntries = 2 }));
        yield return Row(
            nameof(ProblemText.TooMany), "{ \"off\": \"a,b,c\" }", "off", 1, "3 entries are more than 2, the limit MaxListEntries",
            Limited(new() { MaxListEntries = 2 }));
        yield return Row(
            nameof(ProblemText.TextTooLong), "{ \"description\": \"12345\" }", "description", 1,
            "a text of 5 characters is longer than 4, the limit MaxTextLength", Limited(new() { MaxTextLength = 4 }));
        yield return Row(
            nameof(ProblemText.TextTooLong), "{ \"off\": [\"1\", \"12345\"] }", "off[1]", 1, "a text of 5 characters is longer than 4, the limit MaxTextLength",
            Limited(new() { MaxTextLength = 4 }));
        yield return Row(
            nameof(ProblemText.TextTooLong), "{ \"metadata\": [\n\"12345\"] }", "metadata", 2,
            "a text of 5 characters is longer than 4, the limit MaxTextLength", Limited(new() { MaxTextLength = 4 }));
    }

    private static DocumentReaderOptions Limited(DocumentLimits limits) => new() { Limits = limits };
}
