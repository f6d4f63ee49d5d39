using GrayFlags.Documents;
using NUnit.Framework;
using static GrayFlags.Tests.Documents.BadDocumentRow;

namespace GrayFlags.Tests.Documents;

/// <summary>Literals that are not what their field holds: percentages (FAULTS.md D5, D6), times (M3), halves of surrogate pairs (D4), limits (D11).</summary>
internal static class BadValues
{
    private const string ManyDigits = "1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001";

    public static IEnumerable<TestCaseData> Rows() => [.. Percentages(), .. Instants(), .. LoneSurrogates(), .. Limits()];

    // What a percentage may be is for the compiler to say; what it is, must be known exactly.
    private static IEnumerable<TestCaseData> Percentages()
    {
        foreach (var (literal, shown) in new[]
                 {
                     ("\"25%\"", "'25%'"), ("\"25\"", "'25'"), ("\"\"", "''"), ("\"NaN\"", "'NaN'"), ("\"Infinity\"", "'Infinity'"), ("true", "true"), ("[25]", "a list"),
                     ("1e400", "1e400"), ("-1e400", "-1e400"), ("1e-40", "1e-40"), ("1E-99999999999999999999", "1E-99999999999999999999"), ("1e29", "1e29"),
                     ("0.001000000000000000000000000009", "0.001000000000000000000000000009"), ("100.0000000000000000000000000000000001", "100.0000000000000000000000000000000001"),
                     (ManyDigits, ManyDigits[..48] + "…"),
                 })
        {
            yield return Row(nameof(ProblemText.NotAPercentage), BadDocuments.Rule($"\"percentage\": {literal}"), "flags.a.rules.r.percentage", 3, $"{shown} is not a percentage; a number from 0 to 100 with up to three decimals is allowed");
        }

        yield return Row(nameof(ProblemText.NotAPercentage), BadDocuments.Rule("\"percentage\": {\n\"of\": \"25\" }"), "flags.a.rules.r.percentage.of", 4, "'25' is not a percentage");
        yield return Row(nameof(ProblemText.NotAPercentage), BadDocuments.Rule("\"percentage\": { \"of\": {} }"), "flags.a.rules.r.percentage.of", 3, "an object is not a percentage");
        yield return Row(nameof(ProblemText.NotAPercentage), BadDocuments.Rule("\"percentage\": { \"of\": 1, \"from\": 1e-40 }"), "flags.a.rules.r.percentage.from", 3, "1e-40 is not a percentage");
        yield return Row(nameof(ProblemText.Kind), BadDocuments.Rule("\"percentage\": { \"of\": 1, \"by\": 3 }"), "flags.a.rules.r.percentage.by", 3, "3 is found where a text is expected");
    }

    private static IEnumerable<TestCaseData> Instants()
    {
        foreach (var text in new[] { "2026-12-01T00:00:00", "2026-12-01T00:00", "2026-12-01T00:00:00.5", "2026-12-01" })
        {
            yield return Row(nameof(ProblemText.NoOffset), BadDocuments.Rule($"\"window\": {{\n\"start\": \"{text}\" }}"), "flags.a.rules.r.window.start", 4, $"'{text}' has no offset from UTC, so its instant is unknown; write 2026-12-01T00:00:00+08:00 or …Z");
        }

        foreach (var text in new[]
                 {
                     "", "now", "2026-12-01T00:00:60Z", "2026-12-01T24:00:00Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-12-01 00:00:00Z", "2026-12-01T00:00:00+25:00", "2026-12-01T00:00:00+15:00",
                     "2026-12-01T00:00:00z", "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "2026-12-01T00:00:00.12345678Z", "01.12.2026 00:00:00 +08:00", "٢٠٢٦-12-01T00:00:00Z",
                 })
        {
            yield return Row(nameof(ProblemText.NotAnInstant), BadDocuments.Rule($"\"window\": {{ \"end\": \"{text}\" }}"), "flags.a.rules.r.window.end", 3, $"'{text}' is not an ISO 8601 date and time with an offset");
        }
    }

    private static IEnumerable<TestCaseData> LoneSurrogates()
    {
        foreach (var half in new[] { "\\ud800", "\\udfff", "x\\uDBFF", "\\udc00\\ud800", "\\ud83d\\u0041", "\\ud83d\\ud83d\\udc4b", "\\\\\\ud83d", "\\ud83d\\\\udc4b" })
        {
            yield return Row(nameof(ProblemText.LoneSurrogate), $"{{\n\"description\": \"{half}\" }}", "description", 2, "the text holds one half of a surrogate pair");
        }

        yield return Row(nameof(ProblemText.LoneSurrogate), "{ \"\\ud800\": 1 }", "", 1, "the text holds one half of a surrogate pair");
        yield return Row(nameof(ProblemText.LoneSurrogate), "{ \"flags\": {\n\"\\ud800\": true } }", "flags", 2, "the text holds one half");
        yield return Row(nameof(ProblemText.LoneSurrogate), BadDocuments.Rule("\"users\": [\"u\",\n\"\\ud800\"]"), "flags.a.rules.r.users[1]", 4, "the text holds one half");
        yield return Row(nameof(ProblemText.LoneSurrogate), BadDocuments.Rule("\"serve\": \"\\ud800\""), "flags.a.rules.r.serve", 3, "the text holds one half");
        yield return Row(nameof(ProblemText.LoneSurrogate), "{ \"metadata\": { \"a\": [\n\"\\ud800\"] } }", "metadata", 2, "the text holds one half");
        yield return Row(nameof(ProblemText.LoneSurrogate), "{ \"metadata\": {\n\"\\ud800\": 1 } }", "metadata", 2, "the text holds one half");
        yield return Row(nameof(ProblemText.NotAPercentage), BadDocuments.Rule("\"percentage\": \"\\ud800\""), "flags.a.rules.r.percentage", 3, "a broken text is not a percentage");
    }

    private static IEnumerable<TestCaseData> Limits()
    {
        yield return Row(nameof(ProblemText.TooMany), "{\n\"flags\": { \"a\": true,\n\"b\": true, \"c\": true } }", "flags", 2, "3 flags are more than 2, the limit MaxFlags", Limited(new() { MaxFlags = 2 }));
        yield return Row(nameof(ProblemText.TooMany), "{\n\"segments\": { \"a\": {},\n\"b\": {} } }", "segments", 2, "2 segments are more than 1, the limit MaxSegments", Limited(new() { MaxSegments = 1 }));
        yield return Row(nameof(ProblemText.TooMany), BadDocuments.Rule("\"users\": [\"a\",\n\"b\", \"c\"]"), "flags.a.rules.r.users", 3, "3 entries are more than 2, the limit MaxListEntries", Limited(new() { MaxListEntries = 2 }));
        yield return Row(nameof(ProblemText.TooMany), "{ \"off\": \"a,b,c\" }", "off", 1, "3 entries are more than 2, the limit MaxListEntries", Limited(new() { MaxListEntries = 2 }));
        yield return Row(nameof(ProblemText.TextTooLong), "{ \"description\": \"12345\" }", "description", 1, "a text of 5 characters is longer than 4, the limit MaxTextLength", Limited(new() { MaxTextLength = 4 }));
        yield return Row(nameof(ProblemText.TextTooLong), "{ \"off\": [\"1\", \"12345\"] }", "off[1]", 1, "a text of 5 characters is longer than 4, the limit MaxTextLength", Limited(new() { MaxTextLength = 4 }));
        yield return Row(nameof(ProblemText.TextTooLong), "{ \"metadata\": [\n\"12345\"] }", "metadata", 2, "a text of 5 characters is longer than 4, the limit MaxTextLength", Limited(new() { MaxTextLength = 4 }));
    }

    private static DocumentReaderOptions Limited(DocumentLimits limits) => new() { Limits = limits };
}
