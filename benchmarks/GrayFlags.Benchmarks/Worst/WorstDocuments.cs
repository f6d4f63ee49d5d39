using static GrayFlags.Benchmarks.Worst.WorstJson;

namespace GrayFlags.Benchmarks.Worst;

/// <summary>What is heavy to read, to compile, or to refuse.</summary>
internal static class WorstDocuments
{
    public static IEnumerable<WorstKind> All()
    {
        yield return Of("unknown segments, near names", NearNames);
        yield return Of("off: names of flags that are gone", n =>
            $$"""{ "off": [{{Many(Math.Min(n, 100_000), i => $"\"a-flag-that-was-retired-{i}\"")}}],"""
                + $$""" "flags": { "f": true, {{Many(2_000, i => $"\"a-flag-that-is-in-use-{i}\":true")}} } }""");
        yield return Of("unknown fields", n => $$"""{ "flags": { "f": { "enabled": true, {{Many(n, i => $"\"fieldx{i}\":1")}} } } }""");
        yield return Of("fields given twice", n => $$"""{ "flags": { "f": { {{Many(n, i => $"\"enabled\":true")}} } } }""");
        yield return Of(
            "regions that are none",
            n => WithRules(Many(1 + (n / 100_000), r => $"\"r{r}\":{{\"regions\":[{Many(Math.Min(n, 100_000), i => $"\"-{i}\"")}]}}")));
        yield return Of("entries that are null", n => WithRules(Many(n, i => $"\"r{i}\":{(i % 2 == 0 ? "null" : "{}")}")));
        yield return Of("circles of flags", Circles);
        yield return Of("rules in one layer", n => WithRules(Many(n, i => $"\"r{i}\":{{\"percentage\":{{\"of\":50,\"from\":0,\"salt\":\"s\"}}}}")));
        yield return Of("rules that split by many variants", n =>
            $$"""{ "flags": { "f": { "variants": { {{Many(n, i => $"\"v{i}\":{{\"weight\":1}}")}} },"""
                + $$""" "rules": { {{Many(n, i => $"\"r{i}\":{{\"serve\":\"split\"}}")}} } } } }""");
        yield return Of("variants", n => $$"""{ "flags": { "f": { "variants": { {{Many(n, i => $"\"v{i}\":{{\"value\":{i}}}")}} }, "default": "v0" } } }""");
        yield return Of(
            "windows in local time, year 2100",
            n => WithRules(Many(n, i => $"\"r{i}\":{{\"window\":{{\"start\":\"2100-07-01T00:00:00.{i:0000000}\",\"timeZone\":\"Europe/Berlin\"}}}}")));
        yield return Of("recurrences with a count, each 1,000 weeks", Recurrences);
        yield return Of(
            "all time zones",
            n => WithRules(Many(Math.Min(n, Zones.Length), i => $"\"r{i}\":{{\"window\":{{\"days\":[\"mon\"],\"timeZone\":\"{Zones[i]}\"}}}}")));
        yield return Of(
            "time zones that are none", n => WithRules(Many(n, i => $"\"r{i}\":{{\"window\":{{\"days\":[\"mon\"],\"timeZone\":\"Europe/Bern{i}\"}}}}")));
        yield return Of("empty objects in metadata", n => $$"""{ "metadata": [{{Many(n, i => $"{{}}")}}], "flags": { "f": true } }""");
        yield return Of("stages whose share falls, by regions", FallingStages);
        yield return Of(
            "conditions, many small rules and sets",
            n => WithRules(Many(n, i => $"\"r{i}\":{{\"users\":[\"u{i}\"],\"regions\":[\"CN-{i}\"],\"when\":{{\"a{i}\":{i}}}}}")));
    }

    private static readonly string[] Zones = [.. TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId).Select(zone => zone.Id)];

    private static WorstKind Of(string name, Func<int, string> write) => new(name, write, () => new GrayContext("u") { Region = "CN" });

    private static string NearNames(int n)
    {
        var segments = Many(3_000, i => $"\"segment-number-{i}\":{{\"users\":[\"u\"]}}");
        string Named(int flag) => Many(Math.Max(1, n / 10_000 * 2), k => $"\"segment-numer-x{flag}-{k}\"");
        var flags = Many(Math.Min(n, 10_000), i => $"\"f{i}\":{{\"rules\":{{\"r\":{{\"segments\":[{Named(i)}]}}}}}}");
        return $$"""{ "segments": { {{segments}} }, "flags": { {{flags}} } }""";
    }

    private static string Circles(int n)
    {
        string Earlier(int flag) => string.Concat(Enumerable.Range(1, Math.Min(flag, n / 200)).Select(k => $",\"f{flag - k}\""));
        var flags = Many(Math.Min(n, 9_999), i => $"\"f{i}\":{{\"rules\":{{\"r\":{{\"requires\":[\"f{i + 1}\",\"f0\"{Earlier(i)}]}}}}}}");
        return $$"""{ "flags": { {{flags}}, "f{{Math.Min(n, 9_999)}}": true } }""";
    }

    private static string Recurrences(int n)
    {
        const string Start = "\"start\":\"2026-07-01T00:00:00\",\"timeZone\":\"Europe/Berlin\"";
        return WithRules(Many(n, i => $"\"r{i}\":{{\"window\":{{{Start},\"recurrence\":{{\"days\":[\"mon\"],\"interval\":1000,\"count\":{2 + i}}}}}}}"));
    }

    private static string FallingStages(int n)
    {
        string Regions(int stage) => Many(1 + (n / 49), i => $"\"A{stage}B{i}\"");
        var stages = Many(49, s => $"{{\"name\":\"s{s}\",\"percentage\":{98 - s},\"regions\":[{Regions(s)}]}}");
        return $$"""{ "flags": { "f": { "rollout": { "order": "geographic", "stages": [{{stages}}, { "name": "all", "percentage": 100 }] } } } }""";
    }
}
