using static GrayFlags.Tests.Compilation.ProblemRows;

namespace GrayFlags.Tests.Compilation;

/// <summary>One row for each thing that the compilation of windows, recurrences and ramps refuses.</summary>
internal static class TimeProblemRows
{
    public static IEnumerable<ProblemRow> Rows => [.. Windows(), .. Recurrences(), .. Ramps(), .. LeapSeconds()];

    private static IEnumerable<ProblemRow> Windows()
    {
        yield return new("window without edges", Rule("\"window\": { }"), "flags.f.rules.r.window", 4, "neither start nor end");
        yield return new("window that ends as it starts", Rule("""
            "window": { "start": "2026-12-01T00:00:00+08:00", "end": "2026-11-30T16:00:00Z" }
            """), "flags.f.rules.r.window", 4, "start 2026-12-01T00:00:00+08:00 is not before end 2026-11-30T16:00:00+00:00");
        yield return new("window that ends before it starts", Rule("""
            "window": { "start": "2026-12-02T00:00:00Z", "end": "2026-12-01T00:00:00Z" }
            """), "flags.f.rules.r.window", 4, "is not before end");
        foreach (var local in new[] { "2026-12-02T00:00:00", "2026-12-02T00:00", "2026-12-02T00:00:00.5", "2026-12-02" })
        {
            yield return new($"window without offset {local}", Rule($$"""
                "window": {
                    "start": "{{local}}" }
                """), "flags.f.rules.r.window.start", 5, "has no offset from UTC, and the window has no timeZone");
        }

        yield return new("end without offset", Rule("""
            "window": { "end": "2026-12-02" }
            """), "flags.f.rules.r.window.end", 4, "'2026-12-02T00:00:00' has no offset from UTC");
        foreach (var (name, near) in new[]
                 {
                     ("Europe/Berln", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("utc", null), ("Mars/Olympus_Mons", null),
                     ("W. Europe Standard Time", "Europe/Berlin"), ("China Standard Time", "Asia/Shanghai"),
                     ("UTC-11", null), ("", null), ("localtime", null), ("posix/Europe/Berlin", null),
                     ("right/Europe/Berlin", null), ("../zoneinfo/UTC", null), ("/dev/zero", null), ("Europe", null), ("+08:00", null), ("tzdata.zi", null),
                 })
        {
            yield return new($"time zone '{name}'", Rule($$"""
                "window": { "start": "2026-12-02T00:00:00Z",
                    "timeZone": "{{name}}" }
                """), "flags.f.rules.r.window.timeZone", 5, near is null ? $"'{name}' is not a time zone" : $"did you mean '{near}'?");
        }

        yield return new("time beyond the last", Rule("""
            "window": { "end": "9999-12-31T23:59:59", "timeZone": "America/New_York" }
            """), "flags.f.rules.r.window.end", 4, "is outside of the years 1 to 9999 in UTC");
        yield return new("time before the first", Rule("""
            "window": { "start": "0001-01-01T00:00:00", "timeZone": "Asia/Shanghai" }
            """), "flags.f.rules.r.window.start", 4, "is outside of the years 1 to 9999 in UTC");
        yield return new("local window that ends as it starts, in a time that is skipped", Rule("""
            "window": { "start": "2026-03-29T02:00:00", "end": "2026-03-29T03:00:00", "timeZone": "Europe/Berlin" }
            """), "flags.f.rules.r.window", 4, "start 2026-03-29T02:00:00 is not before end 2026-03-29T03:00:00");
    }

    private static IEnumerable<ProblemRow> Recurrences()
    {
        yield return Recurrence("without a zone", """ "recurrence": { "from": "09:00" } """, "", "days and times of day are those of a time zone");
        yield return Recurrence("without a zone, short", """ "days": ["mon"] """, "", "days and times of day are those of a time zone");
        yield return Recurrence("that says nothing", """ "timeZone": "UTC", "recurrence": { } """, ".recurrence", "the recurrence says nothing");
        yield return Recurrence(
            "of every whole day", """ "timeZone": "UTC", "recurrence": { "every": "day", "interval": 1, "to": "24:00" } """, ".recurrence",
            "the recurrence says nothing");
        yield return Recurrence(
            "of no time", """ "timeZone": "UTC", "recurrence": { "from": "09:00", "to": "09:00" } """, ".recurrence.to", "from and to are the same time");
        yield return Recurrence("of no time, short", """ "timeZone": "UTC", "days": ["mon"], "to": "00:00" """, ".to", "from and to are the same time");
        yield return Recurrence(
            "daily with days", """ "timeZone": "UTC", "recurrence": { "every": "day", "days": ["mon"] } """, ".recurrence.days", "days are those of a week");
        yield return Recurrence(
            "daily with days of the month", """ "timeZone": "UTC", "recurrence": { "every": "day", "daysOfMonth": [1] } """, ".recurrence.daysOfMonth",
            "daysOfMonth are those of a month");
        yield return Recurrence(
            "weekly with days of the month", """ "timeZone": "UTC", "recurrence": { "every": "week", "days": "mon", "daysOfMonth": [1] } """,
            ".recurrence.daysOfMonth", "daysOfMonth are those of a month");
        yield return Recurrence(
            "monthly without days", """ "timeZone": "UTC", "recurrence": { "every": "month", "from": "09:00" } """, ".recurrence.every",
            "a monthly recurrence needs daysOfMonth");
        yield return Recurrence(
            "weekly without days", """ "timeZone": "UTC", "recurrence": { "every": "week", "from": "09:00" } """, ".recurrence.every",
            "a weekly recurrence needs days");
        yield return Recurrence(
            "with two ends", """ "timeZone": "UTC", "start": "2026-12-01", "recurrence": { "from": "09:00", "until": "2026-12-31", "count": 3 } """,
            ".recurrence.until", "give one of them");
        yield return Recurrence(
            "with an interval, without start", """ "timeZone": "UTC", "recurrence": { "interval": 2 } """, ".recurrence.interval", "give the window a start");
        yield return Recurrence(
            "with a count, without start", """ "timeZone": "UTC", "recurrence": { "from": "09:00", "count": 2 } """, ".recurrence.count",
            "give the window a start");
        yield return Recurrence(
            "that ends before it starts",
            """ "timeZone": "Asia/Shanghai", "start": "2026-12-01T20:00:00Z", "recurrence": { "from": "09:00", "until": "2026-12-01" } """, ".recurrence.until",
            "until 2026-12-01 is before the day of start, 2026-12-02");
        yield return Recurrence("in an exception", """ "timeZone": "UTC" """, "", "neither start nor end, nor a recurrence");
    }

    private static IEnumerable<ProblemRow> Ramps()
    {
        const string Point = """{ "at": "2026-12-01T00:00:00Z", "of": 50 }""";
        yield return Ramp("without points", "", ".ramp", "the ramp has no point");
        yield return Ramp(
            "whose points stand still", $$"""{{Point}}, { "at": "2026-12-01T01:00:00+01:00", "of": 60 }""", ".ramp[1].at",
            "at 2026-12-01T01:00:00+01:00 is not after 2026-12-01T00:00:00+00:00, the point before it");
        yield return Ramp("whose points go back", $$"""{{Point}}, { "at": "2026-11-30T00:00:00Z", "of": 60 }""", ".ramp[1].at", "is not after");
        yield return Ramp("beyond 100", $$"""{{Point}}, { "at": "2026-12-02T00:00:00Z", "of": 100.001 }""", ".ramp[1].of", "100.001 is not a percentage");
        yield return Ramp(
            "from beyond 100", $$"""{{Point}}, { "at": "2026-12-02T00:00:00Z", "of": 0 }""", ".from", "from 60 and of 50 end beyond 100", "\"from\": 60, ");
        yield return new(
            "shape without a ramp", Rule("\"percentage\": { \"of\": 1, \"shape\": \"linear\" }"), "flags.f.rules.r.percentage.shape", 4,
            "only a ramp has a shape");
    }

    private static IEnumerable<ProblemRow> LeapSeconds()
    {
        yield return new("leap second", Rule("""
            "window": { "start": "2016-12-31T23:59:60Z" }
            """), "flags.f.rules.r.window.start", 4, "is not an ISO 8601 date and time");
    }

    private static ProblemRow Recurrence(string what, string window, string path, string message) =>
        new("recurrence " + what, Rule($"\"except\": {{ \"window\": {{ {window} }} }}"), "flags.f.rules.r.except.window" + path, 4, message);

    private static ProblemRow Ramp(string what, string points, string path, string message, string more = "") =>
        new("ramp " + what, Rule($"\"percentage\": {{ {more}\"ramp\": [{points}] }}"), "flags.f.rules.r.percentage" + path, 4, message);
}
