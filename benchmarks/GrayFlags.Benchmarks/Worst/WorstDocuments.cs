using static GrayFlags.Benchmarks.Worst.WorstJson;

namespace GrayFlags.Benchmarks.Worst;

/// <summary>What is heavy to read, to compile, or to refuse.</summary>
internal static class WorstDocuments
{
    public static IEnumerable<WorstKind> All()
    {
        yield return Of("unknown segments, near names", n =>
            $$"""{ "segments": { {{Many(3_000, i => $"\"segment-number-{i}\":{{\"users\":[\"u\"]}}")}} }, "flags": { {{Many(Math.Min(n, 10_000), i => $"\"f{i}\":{{\"rules\":{{\"r\":{{\"segments\":[{Many(Math.Max(1, n / 10_000 * 2), k => $"\"segment-numer-x{i}-{k}\"")}]}}}}}}")}} } }""");
        yield return Of("off: names of flags that are gone", n =>
            $$"""{ "off": [{{Many(Math.Min(n, 100_000), i => $"\"a-flag-that-was-retired-{i}\"")}}], "flags": { "f": true, {{Many(2_000, i => $"\"a-flag-that-is-in-use-{i}\":true")}} } }""");
        yield return Of("unknown fields", n => $$"""{ "flags": { "f": { "enabled": true, {{Many(n, i => $"\"fieldx{i}\":1")}} } } }""");
        yield return Of("fields given twice", n => $$"""{ "flags": { "f": { {{Many(n, i => $"\"enabled\":true")}} } } }""");
        yield return Of("regions that are none", n => WithRules(Many(1 + (n / 100_000), r => $"\"r{r}\":{{\"regions\":[{Many(Math.Min(n, 100_000), i => $"\"-{i}\"")}]}}")));
        yield return Of("entries that are null", n => WithRules(Many(n, i => $"\"r{i}\":{(i % 2 == 0 ? "null" : "{}")}")));
        yield return Of("circles of flags", n =>
            $$"""{ "flags": { {{Many(Math.Min(n, 9_999), i => $"\"f{i}\":{{\"rules\":{{\"r\":{{\"requires\":[\"f{i + 1}\",\"f0\"{string.Concat(Enumerable.Range(1, Math.Min(i, n / 200)).Select(k => $",\"f{i - k}\""))}]}}}}}}")}}, "f{{Math.Min(n, 9_999)}}": true } }""");
        yield return Of("rules in one layer", n => WithRules(Many(n, i => $"\"r{i}\":{{\"percentage\":{{\"of\":50,\"from\":0,\"salt\":\"s\"}}}}")));
        yield return Of("rules that split by many variants", n =>
            $$"""{ "flags": { "f": { "variants": { {{Many(n, i => $"\"v{i}\":{{\"weight\":1}}")}} }, "rules": { {{Many(n, i => $"\"r{i}\":{{\"serve\":\"split\"}}")}} } } } }""");
        yield return Of("variants", n => $$"""{ "flags": { "f": { "variants": { {{Many(n, i => $"\"v{i}\":{{\"value\":{i}}}")}} }, "default": "v0" } } }""");
        yield return Of("windows in local time, year 2100", n => WithRules(Many(n, i => $"\"r{i}\":{{\"window\":{{\"start\":\"2100-07-01T00:00:00.{i:0000000}\",\"timeZone\":\"Europe/Berlin\"}}}}")));
        yield return Of("recurrences with a count, each 1,000 weeks", n =>
            WithRules(Many(n, i => $"\"r{i}\":{{\"window\":{{\"start\":\"2026-07-01T00:00:00\",\"timeZone\":\"Europe/Berlin\",\"recurrence\":{{\"days\":[\"mon\"],\"interval\":1000,\"count\":{2 + i}}}}}}}")));
        yield return Of("all time zones", n => WithRules(Many(Math.Min(n, Zones.Length), i => $"\"r{i}\":{{\"window\":{{\"days\":[\"mon\"],\"timeZone\":\"{Zones[i]}\"}}}}")));
        yield return Of("time zones that are none", n => WithRules(Many(n, i => $"\"r{i}\":{{\"window\":{{\"days\":[\"mon\"],\"timeZone\":\"Europe/Bern{i}\"}}}}")));
        yield return Of("empty objects in metadata", n => $$"""{ "metadata": [{{Many(n, i => $"{{}}")}}], "flags": { "f": true } }""");
        yield return Of("stages whose share falls, by regions", n =>
            $$"""{ "flags": { "f": { "rollout": { "order": "geographic", "stages": [{{Many(49, s => $"{{\"name\":\"s{s}\",\"percentage\":{98 - s},\"regions\":[{Many(1 + (n / 49), i => $"\"A{s}B{i}\"")}]}}")}}, { "name": "all", "percentage": 100 }] } } } }""");
        yield return Of("conditions, many small rules and sets", n => WithRules(Many(n, i => $"\"r{i}\":{{\"users\":[\"u{i}\"],\"regions\":[\"CN-{i}\"],\"when\":{{\"a{i}\":{i}}}}}")));
    }

    private static readonly string[] Zones = [.. TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId).Select(zone => zone.Id)];

    private static WorstKind Of(string name, Func<int, string> write) => new(name, write, () => new GrayContext("u") { Region = "CN" });
}
