using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>
/// DESIGN.md, sections 1 and 4: evaluation allocates nothing. The least of several rounds is taken, so that the runtime's own tiers do not count.
/// </summary>
/// <remarks>
/// Exempt are: the first matches of a pattern, for which .NET builds its automaton, and matches of one pattern by several threads at one moment, for which it
/// makes more than one runner; the first value of each type that is read from a variant, which is converted then and kept; the first answers that a thread
/// counts while somebody listens to the metrics; events, which are written; <c>Explain</c>; and what conditions of the app's own allocate themselves.
/// </remarks>
[NonParallelizable]
public sealed class ZeroAllocationTests
{
    private const int Calls = 100_000;

    private const string Json = """
        { "off": ["killed"],
          "segments": {
            "staff": { "users": ["u-1", "u-2"] },
            "south": { "regions": ["CN-GD", "CN-GX"], "except": { "segments": ["staff"], "users": ["u-9"] } },
            "when": { "when": { "tenant": "acme", "orders": { "gte": 1 } }, "except": { "when": { "tenant": "b" } } },
            "outer": { "users": ["u-3"], "segments": ["south"], "regions": ["CN"] } },
          "flags": {
            "on": true,
            "off": false,
            "killed": true,
            "disabled": { "enabled": false },
            "default": { "default": true },
            "users": { "rules": { "r": { "users": ["u-1", "u-2", "u-3"] } } },
            "segments": { "rules": { "r": { "segments": ["staff", "outer"] } } },
            "regions": { "rules": { "r": { "regions": ["SE", "NO", "CN"] } } },
            "window": { "rules": { "r": { "window": { "start": "2020-01-01T00:00:00Z", "end": "2999-01-01T00:00:00Z" } } } },
            "local-window": { "rules": { "r": { "window": { "start": "2020-01-01", "end": "2999-01-01", "timeZone": "Europe/Berlin" } } } },
            "monthly": { "rules": { "r": { "window": { "daysOfMonth": [1, 15, -1], "days": ["mon", "fri"], "timeZone": "Asia/Shanghai" } } } },
            "weekly": { "rules": { "r": { "window": { "start": "2020-01-01", "timeZone": "Europe/Berlin", "recurrence": { "days": ["sat", "sun"], "interval": 2,
                "from": "22:00", "to": "06:00", "firstDayOfWeek": "sun" } } } } },
            "daily": { "rules": { "r": { "window": { "from": "09:00", "to": "18:00", "timeZone": "America/New_York" } } } },
            "steps": { "rules": { "r": { "percentage": { "ramp": [{ "at": "2020-01-01T00:00:00Z", "of": 1 },
                { "at": "2999-01-01T00:00:00Z", "of": 100 }] } } } },
            "linear": { "rules": { "r": { "percentage": { "shape": "linear", "ramp": [{ "at": "2020-01-01T00:00:00Z", "of": 1 },
                { "at": "2999-01-01T00:00:00Z", "of": 100 }] } } } },
            "by-user": { "rules": { "r": { "percentage": 50 } } },
            "by-region": { "rules": { "r": { "percentage": { "of": 50, "by": "region" } } } },
            "by-text": { "rules": { "r": { "percentage": { "of": 50, "by": "tenant" } } } },
            "by-whole": { "rules": { "r": { "percentage": { "of": 50, "by": "orders" } } } },
            "by-number": { "rules": { "r": { "percentage": { "of": 50, "by": "score" } } } },
            "by-bool": { "rules": { "r": { "percentage": { "of": 50, "by": "beta" } } } },
            "by-missing": { "rules": { "r": { "percentage": { "of": 50, "by": "nothing" } } } },
            "except": { "rules": { "r": { "except": { "users": ["x"], "segments": ["staff"], "regions": ["SE"], "percentage": 1 } } } },
            "priorities": { "rules": { "a": { "priority": 3 }, "b": { "priority": 2, "users": ["x"] },
                "c": { "priority": 1, "serve": false, "percentage": 0 } } },
            "split": { "default": "split", "variants": { "Blue": { "weight": 1 }, "green": { "weight": 2.5 }, "red": { "weight": 7 } } },
            "split-by-tenant": { "rules": { "r": { "percentage": { "of": 100, "by": "tenant" }, "serve": "split" } },
                "variants": { "a": { "weight": 1 }, "b": { "weight": 1 } } },
            "by-request": { "rules": { "r": { "percentage": { "of": 50, "by": "request" }, "serve": "split" } },
                "variants": { "a": { "weight": 1 }, "b": { "weight": 1 } } },
            "by-instance": { "rules": { "r": { "percentage": { "of": 50, "by": "instance" } } } },
            "requires": { "rules": { "r": { "requires": { "split": "green", "except": true, "killed": false } },
                "s": { "requires": ["by-user", "segments"] } } },
            "elsewhere": { "rules": { "r": { "environments": ["nowhere"] }, "s": { "except": { "instances": ["nobody"], "users": ["x"] } } } },
            "nested": { "rules": { "r": { "any": [{ "users": ["x"] }, { "not": { "regions": ["SE"], "segments": ["staff"] } }],
                "all": [{ "when": { "tenant": "acme" } }, { "any": [{ "requires": ["by-user"] }, { "instances": ["nobody"] }, { "regions": ["CN"] }] }] } } },
            "rollout": { "rollout": { "start": "2020-01-01T00:00:00Z", "stages": [{ "name": "half", "percentage": 50, "hold": "3650.00:00:00" }] } },
            "rollout-in-regions": { "rollout": { "start": "2020-01-01T00:00:00Z", "by": "tenant",
                "stages": [{ "name": "some", "percentage": 10, "hold": "00:00:01" }, { "name": "south", "percentage": 50, "regions": ["CN-GD"],
                    "hold": "3650.00:00:00" }] } },
            "rollout-by-rank": { "rollout": { "start": "2020-01-01T00:00:00Z", "order": "sequential", "rank": "rank",
                "stages": [{ "name": "half", "percentage": 50, "share": 50, "hold": "3650.00:00:00" }] } },
            "rollout-ramp": { "rules": { "r": { "users": ["x"] } }, "rollout": { "audience": { "regions": ["CN"] }, "start": "2020-01-01T00:00:00Z",
                "ramp": { "over": "3650.00:00:00" } } },
            "rollout-variant": { "variants": { "v": { "value": 7 } }, "rollout": { "serve": "v", "start": "2020-01-01T00:00:00Z",
                "stages": [{ "name": "all", "percentage": 100 }] } },
            "requires-rollout": { "rules": { "r": { "requires": { "rollout": true, "rollout-variant": "v" } } } },
            "variant": { "default": "v", "variants": { "v": { "value": 7 } } },
            "when-except": { "rules": { "r": { "except": { "when": { "tenant": "b" } }, "segments": ["when"] } } },
            "when-in-text": { "rules": { "r": { "when": { "tenant": ["acme", "b"] } } } },
            "when-in-many": { "rules": { "r": { "when": { "tenant": ["a","b","c","d","e","f","g","h","i","j"] } } } },
            "when-in-user": { "rules": { "r": { "when": { "userId": ["a","b","c","d","e","f","g","h","i","user-12345678"] } } } },
            "when-in-region": { "rules": { "r": { "when": { "region": { "in": "CN,CN-GD-SZ" } } } } },
            "when-eq-whole": { "rules": { "r": { "when": { "orders": 42 } } } },
            "when-eq-number": { "rules": { "r": { "when": { "score": { "in": [1.5, 2.5] } } } } },
            "when-eq-bool": { "rules": { "r": { "when": { "beta": true } } } },
            "when-eq-instant": { "rules": { "r": { "when": { "since": "2026-12-01T00:00:00Z" } } } },
            "when-in-list": { "rules": { "r": { "when": { "groups": ["a","b","c","d","e","f","g","h","i","staff"] } } } },
            "when-ne": { "rules": { "r": { "when": { "tenant": { "ne": "b" } } } } },
            "when-not-in": { "rules": { "r": { "when": { "groups": { "notIn": "x,y" } } } } },
            "when-gt": { "rules": { "r": { "when": { "orders": { "gt": 41, "gte": 42, "lt": 43.5, "lte": 42 } } } } },
            "when-gt-text": { "rules": { "r": { "when": { "count": { "gt": 99.5 } } } } },
            "when-gt-instant": { "rules": { "r": { "when": { "since": { "gte": "2026-12-01T00:00:00Z" } } } } },
            "when-before": { "rules": { "r": { "when": { "since": { "before": "2027-01-01T00:00:00Z" } } } } },
            "when-after-text": { "rules": { "r": { "when": { "seen": { "after": "2026-01-01T00:00:00Z" } } } } },
            "when-contains": { "rules": { "r": { "when": { "mail": { "contains": ["@example"] } } } } },
            "when-starts": { "rules": { "r": { "when": { "mail": { "startsWith": "ana" } } } } },
            "when-ends": { "rules": { "r": { "when": { "mail": { "endsWith": [".com", ".org"] } } } } },
            "when-matches": { "rules": { "r": { "when": { "mail": { "matches": "^[^@]+@(example|test)\\.org$" } } } } },
            "when-matches-not": { "rules": { "r": { "when": { "mail": { "matches": ["^x", "\\d{3}"] } } } } },
            "when-matches-list": { "rules": { "r": { "when": { "groups": { "matches": "^st" } } } } },
            "when-semver": { "rules": { "r": { "when": { "app": { "semver": ">=2.1.0-rc.1 <3 || ^4" } } } } },
            "when-semver-not": { "rules": { "r": { "when": { "tenant": { "semver": ">=2.1.0" } } } } },
            "when-cidr": { "rules": { "r": { "when": { "ip": { "cidr": ["10.0.0.0/8", "192.168.0.0/16", "::1"] } } } } },
            "when-snowflake": { "rules": { "r": { "when": { "snowflake": { "in": [1, 18446744073709551615], "gte": 9223372036854775808 } },
                "percentage": { "of": 50, "by": "snowflake" } } } },
            "when-price": { "rules": { "r": { "when": { "price": { "in": [19.99, 5], "lt": 20.5, "gt": 1e-30 } },
                "percentage": { "of": 50, "by": "price" } } } },
            "when-size": { "rules": { "r": { "when": { "size": { "in": [0.1, 5], "lt": 20.5 } } } } },
            "when-price-text": { "rules": { "r": { "when": { "price-text": { "gte": 19.99 } } } } },
            "when-mail-date": { "rules": { "r": { "when": { "modified": { "after": "2026-01-01T00:00:00Z" } } } } },
            "when-endpoint": { "rules": { "r": { "when": { "peer": { "cidr": "2001:db8::/32" } } } } },
            "when-four-parts": { "rules": { "r": { "when": { "file": { "semver": "1.2.x || >=2,<3" } } } } },
            "when-unreadable": { "rules": { "r": { "except": { "when": { "tenant": { "cidr": "::/0" } } }, "when": { "mail": { "gt": 5 } } },
                "s": { "when": { "groups": { "after": "2026-01-01T00:00:00Z" } } }, "t": {  "priority": 1, "regions": ["CN"] } } },
            "when-cidr-v6": { "rules": { "r": { "when": { "ip6": { "cidr": "2001:db8::/32" } } } } },
            "when-any-case": { "rules": { "r": { "when": {
              "mail": { "eq": "ANA@EXAMPLE.ORG", "ne": "x", "contains": "EXAMPLE", "startsWith": "ANA", "endsWith": "ORG", "ignoreCase": true },
              "tenant": { "in": ["A", "B", "C", "D", "E", "F", "G", "H", "I", "ACME"], "ignoreCase": true } } } } },
            "when-age": { "rules": { "r": { "when": { "since": { "newerThan": "3650.00:00:00" }, "seen": { "olderThan": "00:00:01" } } } } },
            "when-exists": { "rules": { "r": { "when": { "nothing": { "exists": false, "ne": "x" } } } } } } }
        """;

    private static readonly string[] Flags =
    [
        "on", "off", "killed", "disabled", "default", "users", "segments", "regions", "window", "local-window", "weekly", "daily", "steps", "linear", "by-user",
        "by-region", "by-text", "by-whole", "by-number", "by-bool",
        "by-missing", "except", "priorities", "variant", "split", "split-by-tenant", "by-request", "by-instance", "requires", "elsewhere", "nested",
        "unknown", "BY-USER", "Window",
        "rollout", "rollout-in-regions", "rollout-by-rank", "rollout-ramp", "rollout-variant", "requires-rollout", "when-except", "when-in-text",
        "when-in-many", "when-in-user", "when-in-region", "when-eq-whole", "when-eq-number", "when-eq-bool", "when-eq-instant",
        "when-in-list", "when-ne", "when-not-in", "when-gt", "when-gt-text", "when-gt-instant", "when-before", "when-after-text", "when-contains",
        "when-starts",
        "when-ends", "when-matches", "when-matches-not", "when-matches-list", "when-semver", "when-semver-not", "when-any-case", "when-age", "when-cidr",
        "when-cidr-v6", "when-exists",
        "when-snowflake", "when-price", "when-size", "when-price-text", "when-mail-date", "when-endpoint", "when-four-parts", "when-unreadable",
    ];

    private static readonly GrayContext User = new("user-12345678")
    {
        Region = "CN-GD-SZ",
        ["tenant"] = "acme",
        ["orders"] = 42,
        ["score"] = 1.5,
        ["beta"] = true,
        ["since"] = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero),
        ["seen"] = "2026-12-01T08:00:00.5+08:00",
        ["count"] = "100",
        ["mail"] = "ana@example.org",
        ["app"] = "2.1.0-rc.2+build.7",
        ["ip"] = "10.1.2.3",
        ["ip6"] = "2001:DB8::42%eth0",
        ["rank"] = "0.25",
        ["snowflake"] = ulong.MaxValue,
        ["price"] = 19.99m,
        ["size"] = 0.1f,
        ["price-text"] = "19.990",
        ["modified"] = "Tue, 01 Dec 2026 12:00:00 GMT",
        ["peer"] = "[2001:db8::7]:443",
        ["file"] = "1.2.3.4",
        ["groups"] = new[] { "users", "staff" },
    };

    [TestCaseSource(nameof(Flags))]
    public void Answer_OfEveryKind_InEveryWay_AllocatesNothing(string name)
    {
        var accessor = new GrayContextAccessor();
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), accessor: accessor);
        using var use = accessor.Use(User);
        var snapshot = evaluator.CreateSnapshot();
        GrayFlag flag = evaluator.GetFlag(name), pinned = snapshot.GetFlag(name);

        Assert.Multiple(() =>
        {
            Assert.That(Allocation.Least(Calls, _ => evaluator.IsEnabled(name, User)), Is.Zero, "IsEnabled");
            Assert.That(Allocation.Least(Calls, _ => evaluator.Evaluate(name, User)), Is.Zero, "Evaluate");
            Assert.That(Allocation.Least(Calls, _ => evaluator.Evaluate(name, null)), Is.Zero, "Evaluate for nobody");
            Assert.That(Allocation.Least(Calls, _ => evaluator.IsEnabled(name)), Is.Zero, "IsEnabled, ambient");
            Assert.That(Allocation.Least(Calls, _ => evaluator.Evaluate(name)), Is.Zero, "Evaluate, ambient");
            Assert.That(Allocation.Least(Calls, _ => flag.IsEnabled(User)), Is.Zero, "handle, IsEnabled");
            Assert.That(Allocation.Least(Calls, _ => flag.Evaluate(User)), Is.Zero, "handle, Evaluate");
            Assert.That(Allocation.Least(Calls, _ => flag.IsEnabled()), Is.Zero, "handle, ambient");
            Assert.That(Allocation.Least(Calls, _ => snapshot.IsEnabled(name, User)), Is.Zero, "snapshot, IsEnabled");
            Assert.That(Allocation.Least(Calls, _ => snapshot.Evaluate(name, User)), Is.Zero, "snapshot, Evaluate");
            Assert.That(Allocation.Least(Calls, _ => pinned.Evaluate(User)), Is.Zero, "handle of the snapshot");
        });
    }

    // Contexts that were never asked before are built outside of what is measured.
    [TestCase("ascii", 16, 20_000)]
    [TestCase("ascii", 100, 20_000)]
    [TestCase("中文用户", 16, 20_000)]
    [TestCase("中文用户", 100, 20_000)]
    [TestCase("ascii", 10_000, 1_000)]
    [TestCase("中文用户", 10_000, 1_000)]
    [TestCase(null, 300, 1_000, TestName = "{m}(half surrogate pairs,300,1000)")]
    public void Answer_ForContextsNeverAskedBefore_AllocatesNothing(string? part, int length, int count)
    {
        using var evaluator = GrayEvaluator.FromJson(Json);
        var id = string.Concat(Enumerable.Repeat(part ?? "\ud800", length))[..length];

        foreach (var flag in new[]
        {
            "by-user", "users", "segments", "by-text", "by-region", "by-number", "except", "when-in-user", "when-in-many", "when-except", "split", "requires",
        })
        {
            // Three rounds' worth: each context is asked once.
            var contexts = Enumerable.Range(0, count * 3).Select(_ => Context(id)).ToArray();
            var next = 0;
            var allocated = new List<long>();
            for (var round = 0; round < 3; round++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var call = 0; call < count; call++)
                {
                    evaluator.IsEnabled(flag, contexts[next++]);
                }

                allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.That(allocated.Min(), Is.Zero, flag);
        }
    }

    // Years that the table of a zone's clock does not hold, and a repeated hour in one of them.
    [TestCase("1900-06-01T00:00:00Z")]
    [TestCase("2080-10-27T01:30:00Z")]
    [TestCase("2200-06-01T00:00:00Z")]
    public void RecurringWindow_InAnyYear_AllocatesNothing(string now)
    {
        using var evaluator = GrayEvaluator.FromJson(Json);
        var snapshot = evaluator.CreateSnapshot(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        Assert.That(Allocation.Least(1_000, _ => snapshot.IsEnabled("daily", User)), Is.Zero);
        Assert.That(Allocation.Least(1_000, _ => snapshot.IsEnabled("weekly", User)), Is.Zero);
        Assert.That(Allocation.Least(1_000, _ => snapshot.IsEnabled("monthly", User)), Is.Zero);
    }

    // Within a request or a message each answer of a flag with guards is noted; it was 88 bytes from the second one on.
    [Test]
    public void Answer_WithinAUnitOfWork_AllocatesNothing_OnceItsFlagsWereAsked()
    {
        const string Guarded = """
            { "flags": { "a": { "rollout": { "stages": [{ "name": "half", "percentage": 50 }, { "name": "all", "percentage": 100 }],
                "guards": { "errors": { "metric": "error" } } } },
              "b": { "rollout": { "stages": [{ "name": "half", "percentage": 50 }, { "name": "all", "percentage": 100 }],
                "guards": { "errors": { "metric": "error" } } } } } }
            """;
        var accessor = new UnitOfWorkOutcomesAccessor();
        var services = new ServiceCollection();
        services.AddSingleton(accessor);
        services.AddGrayFlags().AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(Guarded))).AddOutcomes().AddRolloutStore(new InMemoryRolloutStore());
        using var provider = services.BuildServiceProvider();
        var evaluator = provider.GetRequiredService<IGrayEvaluator>();
        Assert.That(() => Noted(), Is.Not.Null.After(30_000, 20), "its calls are noted");

        using var scope = accessor.Use(new UnitOfWorkOutcomes(TimeProvider.System));
        var both = 0;
        Assert.That(Allocation.Least(1_000, _ => both += evaluator.IsEnabled("a", User) && evaluator.IsEnabled("b", User) ? 1 : 0), Is.Zero);

        DateTimeOffset? Noted()
        {
            var outcomes = new UnitOfWorkOutcomes(TimeProvider.System);
            using var use = accessor.Use(outcomes);
            evaluator.IsEnabled("a", User);
            outcomes.Complete(failed: false);
            return provider.GetRequiredService<IGrayRollouts>().GetStatus("a")?.LastOutcomeAt;
        }
    }

    private static IEnumerable<TestCaseData> Values()
    {
        yield return new TestCaseData("7", 0) { TypeArgs = [typeof(int)] };
        yield return new TestCaseData("1.5", 0.0) { TypeArgs = [typeof(double)] };
        yield return new TestCaseData("true", false) { TypeArgs = [typeof(bool)] };
        yield return new TestCaseData("\"blue\"", "") { TypeArgs = [typeof(string)] };
        yield return new TestCaseData("\"blue\"", 0) { TypeArgs = [typeof(int)] }.SetArgDisplayNames("of another type");
        yield return new TestCaseData("{\"color\":\"red\"}", new ValueModel("", 0)) { TypeArgs = [typeof(ValueModel)] }.SetArgDisplayNames("of the resolver");
    }

    [TestCaseSource(nameof(Values))]
    public void Value_AfterTheFirstCall_AllocatesNothing<T>(string json, T defaultValue)
    {
        var document = FlagDocument.Parse($$"""{ "flags": { "f": { "default": "v", "variants": { "v": { "value": {{json}} } } } } }""");
        using var evaluator =
            TestEvaluator.Create(new InMemoryRuleProvider(document), options: options => options.JsonTypeInfoResolver = ValueJsonContext.Default);
        var flag = evaluator.GetFlag("f");

        Assert.That(Allocation.Least(Calls, _ => evaluator.GetValue("f", User, defaultValue)), Is.Zero);
        Assert.That(Allocation.Least(Calls, _ => evaluator.GetValue("f", User, defaultValue, out GrayDecision _)), Is.Zero, "with the decision");
        Assert.That(Allocation.Least(Calls, _ => flag.GetValue(User, defaultValue)), Is.Zero, "handle");
        Assert.That(Allocation.Least(Calls, _ => evaluator.GetValue("gone", User, defaultValue)), Is.Zero, "unknown flag");
    }

    // A program may read one variant as many types; each is converted once, numbers and texts alike.
    [Fault("R10")]
    [Test]
    public void Value_ReadAsEveryPrimitive_AllocatesNothing([Values("12", "\"12\"", "\"12.5\"", "\"x\"")] string json)
    {
        var document = FlagDocument.Parse($$"""{ "flags": { "f": { "default": "v", "variants": { "v": { "value": {{json}} } } } } }""");
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(document));

        Assert.That(
            Allocation.Least(
                1_000,
                _ =>
                {
                    evaluator.GetValue("f", User, (byte)0);
                    evaluator.GetValue("f", User, (sbyte)0);
                    evaluator.GetValue("f", User, (short)0);
                    evaluator.GetValue("f", User, (ushort)0);
                    evaluator.GetValue("f", User, 0);
                    evaluator.GetValue("f", User, 0L);
                    evaluator.GetValue("f", User, 0f);
                    evaluator.GetValue("f", User, 0.0);
                    evaluator.GetValue("f", User, false);
                    evaluator.GetValue("f", User, "");
                    evaluator.GetValue("f", User, 0u);
                    evaluator.GetValue("f", User, 0ul);
                    evaluator.GetValue("f", User, 0m);
                }),
            Is.Zero);
    }

    // The measure itself: it sees 24 bytes a call.
    [Test]
    public void Measure_SeesWhatACallAllocates()
    {
        Assert.That(Allocation.Least(Calls, static _ => GC.KeepAlive(new object())), Is.GreaterThanOrEqualTo(Calls * 16L));
    }

    private static GrayContext Context(string user) => new(user)
    {
        Region = "CN-GD-SZ",
        ["tenant"] = "acme",
        ["orders"] = 42,
        ["score"] = 1.5,
        ["beta"] = true,
    };
}
