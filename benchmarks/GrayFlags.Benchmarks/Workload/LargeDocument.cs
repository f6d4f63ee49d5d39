using System.Globalization;
using System.Text;

namespace GrayFlags.Benchmarks.Workload;

/// <summary>A document as a large company might have it: a quarter of plain flags, and percentages, countries, windows and values among the rest.</summary>
internal static class LargeDocument
{
    public static byte[] Json(int flagCount, int version)
    {
        var json = new StringBuilder();
        json.Append(
            CultureInfo.InvariantCulture,
            $$"""{ "version": {{version}}, "segments": { "listed": { "regions": [{{Quoted(Users.ListedCountries)}}] } }, "flags": {""");
        foreach (var (index, name) in Names.Of(flagCount).Index())
        {
            json.Append(index == 0 ? "\n" : ",\n").Append(CultureInfo.InvariantCulture, $"  \"{name}\": {Flag(index)}");
        }

        return Encoding.UTF8.GetBytes(json.Append("\n} }").ToString());
    }

    private static string Flag(int index) => (index % 8) switch
    {
        0 or 1 => "true",
        2 or 3 => $$"""{ "description": "the share of flag {{index}}", "owner": "payments", "rules": { "share": { "percentage": {{index % 100}} } } }""",
        4 =>
            $$"""{ "description": "the share of flag {{index}} in the listed countries", "owner": "search","""
                + $$""" "rules": { "listed": { "segments": ["listed"], "percentage": 25 }, "staff": { "users": ["ana-{{index}}", "bo", "lin"] } } }""",
        5 => """{ "rules": { "sale": { "regions": ["CN-GD"], "window": { "start": "2026-12-01T00:00:00+08:00", "end": "2026-12-31T00:00:00+08:00" } } } }""",
        6 =>
            """{ "expires": "2027-03-01", "rules": { "pro": { "when": { "plan": ["pro", "team"], "orders": { "gte": 100 } } },"""
                + """ "blocked": { "segments": ["listed"], "serve": false } } }""",
        _ =>
            $$"""{ "variants": { "blue": { "value": { "color": "#0000ff", "size": {{index}} } }, "green": { "value": 2 } },"""
                + """ "rules": { "half": { "percentage": 50, "serve": "blue" } } }""",
    };

    private static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"\"{text}\""));
}
