using GrayFlags.Documents;
using GrayFlags.Providers;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, sections 1 and 4: evaluation allocates nothing. The least of several rounds is taken, so that the runtime's own tiers do not count.</summary>
[NonParallelizable]
public sealed class ZeroAllocationTests
{
    private const int Calls = 100_000;

    private const string Json = """
        { "off": ["killed"],
          "segments": {
            "staff": { "users": ["u-1", "u-2"] },
            "south": { "regions": ["CN-GD", "CN-GX"], "except": { "segments": ["staff"], "users": ["u-9"] } },
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
            "weekly": { "rules": { "r": { "window": { "start": "2020-01-01", "timeZone": "Europe/Berlin", "recurrence": { "days": ["sat", "sun"], "interval": 2, "from": "22:00", "to": "06:00", "firstDayOfWeek": "sun" } } } } },
            "daily": { "rules": { "r": { "window": { "from": "09:00", "to": "18:00", "timeZone": "America/New_York" } } } },
            "steps": { "rules": { "r": { "percentage": { "ramp": [{ "at": "2020-01-01T00:00:00Z", "of": 1 }, { "at": "2999-01-01T00:00:00Z", "of": 100 }] } } } },
            "linear": { "rules": { "r": { "percentage": { "shape": "linear", "ramp": [{ "at": "2020-01-01T00:00:00Z", "of": 1 }, { "at": "2999-01-01T00:00:00Z", "of": 100 }] } } } },
            "by-user": { "rules": { "r": { "percentage": 50 } } },
            "by-region": { "rules": { "r": { "percentage": { "of": 50, "by": "region" } } } },
            "by-text": { "rules": { "r": { "percentage": { "of": 50, "by": "tenant" } } } },
            "by-whole": { "rules": { "r": { "percentage": { "of": 50, "by": "orders" } } } },
            "by-number": { "rules": { "r": { "percentage": { "of": 50, "by": "score" } } } },
            "by-bool": { "rules": { "r": { "percentage": { "of": 50, "by": "beta" } } } },
            "by-missing": { "rules": { "r": { "percentage": { "of": 50, "by": "nothing" } } } },
            "except": { "rules": { "r": { "except": { "users": ["x"], "segments": ["staff"], "regions": ["SE"], "percentage": 1 } } } },
            "priorities": { "rules": { "a": { "priority": 3 }, "b": { "priority": 2, "users": ["x"] }, "c": { "priority": 1, "serve": false, "percentage": 0 } } },
            "split": { "default": "split", "variants": { "Blue": { "weight": 1 }, "green": { "weight": 2.5 }, "red": { "weight": 7 } } },
            "split-by-tenant": { "rules": { "r": { "percentage": { "of": 100, "by": "tenant" }, "serve": "split" } }, "variants": { "a": { "weight": 1 }, "b": { "weight": 1 } } },
            "by-request": { "rules": { "r": { "percentage": { "of": 50, "by": "request" }, "serve": "split" } }, "variants": { "a": { "weight": 1 }, "b": { "weight": 1 } } },
            "by-instance": { "rules": { "r": { "percentage": { "of": 50, "by": "instance" } } } },
            "requires": { "rules": { "r": { "requires": { "split": "green", "except": true, "killed": false } }, "s": { "requires": ["by-user", "segments"] } } },
            "elsewhere": { "rules": { "r": { "environments": ["nowhere"] }, "s": { "except": { "instances": ["nobody"], "users": ["x"] } } } },
            "variant": { "default": "v", "variants": { "v": { "value": 7 } } } } }
        """;

    private static readonly string[] Flags =
    [
        "on", "off", "killed", "disabled", "default", "users", "segments", "regions", "window", "local-window", "weekly", "daily", "steps", "linear", "by-user", "by-region", "by-text", "by-whole", "by-number", "by-bool",
        "by-missing", "except", "priorities", "variant", "split", "split-by-tenant", "by-request", "by-instance", "requires", "elsewhere", "unknown", "BY-USER", "Window",
    ];

    private static readonly GrayContext User = Context("user-12345678");

    [TestCaseSource(nameof(Flags))]
    public void Answer_OfEveryKind_InEveryWay_AllocatesNothing(string name)
    {
        var accessor = new GrayContextAccessor();
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), accessor: accessor);
        using var use = accessor.Use(User);
        var snapshot = evaluator.CreateSnapshot();
        GrayFlag flag = evaluator.Flag(name), pinned = snapshot.Flag(name);

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

        foreach (var flag in new[] { "by-user", "users", "segments", "by-text", "by-region", "by-number", "except", "split", "requires" })
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
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(document), options: options => options.JsonTypeInfoResolver = ValueJsonContext.Default);
        var flag = evaluator.Flag("f");

        Assert.That(Allocation.Least(Calls, _ => evaluator.GetValue("f", User, defaultValue)), Is.Zero);
        Assert.That(Allocation.Least(Calls, _ => evaluator.GetValue("f", User, defaultValue, out GrayDecision _)), Is.Zero, "with the decision");
        Assert.That(Allocation.Least(Calls, _ => flag.GetValue(User, defaultValue)), Is.Zero, "handle");
        Assert.That(Allocation.Least(Calls, _ => evaluator.GetValue("gone", User, defaultValue)), Is.Zero, "unknown flag");
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
