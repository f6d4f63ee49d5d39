using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3: a ramp is a percentage that is a function of time.</summary>
public sealed class RampTests
{
    // 100,000 seconds, so that each is a thousandth of a percent. Bucket of user-3 under the salt f: 45062 (Python, as in PercentageTests).
    private const string Day = """ "ramp": [ { "at": "2026-12-01T00:00:00Z", "of": 0 }, { "at": "2026-12-02T03:46:40Z", "of": 100 } ] """;
    private const string Down = """ "ramp": [ { "at": "2026-12-01T00:00:00Z", "of": 100 }, { "at": "2026-12-02T03:46:40Z", "of": 0 } ] """;
    private const string Steps =
        """ "ramp": [ { "at": "2026-12-01T08:00:00+08:00", "of": 45.062 }, { "at": "2026-12-01T01:00:00Z", "of": 45.063 },"""
        + """ { "at": "2026-12-01T02:00:00Z", "of": 1 } ] """;

    // 45,063 seconds after the start are 12:31:03.
    [TestCase(Day + """, "shape": "linear" """, "2026-12-01T12:31:02.9999999Z", false)]
    [TestCase(Day + """, "shape": "linear" """, "2026-12-01T12:31:03Z", true)]
    [TestCase(Day + """, "shape": "LINEAR" """, "2026-12-02T03:46:39.9999999Z", true)]
    [TestCase(Day, "2026-12-02T03:46:39.9999999Z", false)]
    [TestCase(Day, "2026-12-02T03:46:40Z", true)]
    [TestCase(Day, "9999-12-31T23:59:59.9999999Z", true)]
    [TestCase(Day + """, "shape": "linear" """, "0001-01-01T00:00:00Z", false)]
    // On the way down the 45,063 thousandths end 45,063 seconds before the end: at 15:15:37.
    [TestCase(Down + """, "shape": "linear" """, "2026-11-30T23:59:59.9999999Z", false)]
    [TestCase(Down + """, "shape": "linear" """, "2026-12-01T00:00:00Z", true)]
    [TestCase(Down + """, "shape": "linear" """, "2026-12-01T15:15:37Z", true)]
    [TestCase(Down + """, "shape": "linear" """, "2026-12-01T15:15:37.0000001Z", false)]
    [TestCase(Steps + """, "shape": "steps" """, "2026-12-01T00:59:59.9999999Z", false)]
    [TestCase(Steps, "2026-12-01T01:00:00Z", true)]
    [TestCase(Steps, "2026-12-01T01:59:59.9999999Z", true)]
    [TestCase(Steps, "2026-12-01T02:00:00Z", false)]
    // 8,000 years, whose product with 100,000 does not fit in 64 bits: half of it is the half of its share, and not a tick before.
    [TestCase(
        """ "shape": "linear", "ramp": [ { "at": "1000-01-01T00:00:00Z", "of": 0 }, { "at": "9000-01-01T00:00:00Z", "of": 90.126 } ] """,
        "5000-01-01T00:00:00Z", true)]
    [TestCase(
        """ "shape": "linear", "ramp": [ { "at": "1000-01-01T00:00:00Z", "of": 0 }, { "at": "9000-01-01T00:00:00Z", "of": 90.126 } ] """,
        "4999-12-31T23:59:59.9999999Z", false)]
    public void Ramp_HasItsShareAtEveryInstant(string ramp, string now, bool isIn)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));

        Assert.That(
            TestEvaluator.Decide($$"""{ "rules": { "r": { "percentage": { {{ramp}} } } } }""", new GrayContext("user-3"), clock: clock),
            Is.EqualTo(isIn ? "on: Split, rule 'r', bucket 45062" : "off: Default"));
    }

    [TestCase("2026-11-30T23:59:59Z", "off: Default")]
    [TestCase("2026-12-01T00:00:00Z", "off: Default/TargetingKeyMissing")]
    public void MissingId_IsToldOnlyWhileSomebodyIsIn(string now, string decision)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));

        Assert.That(
            TestEvaluator.Decide($$"""{ "rules": { "r": { "percentage": { {{Steps}} } } } }""", GrayContext.Anonymous, clock: clock),
            Is.EqualTo(decision));
    }

    // While a ramp rises, who is in stays in; and how many are in is what was asked for, at each point.
    [Test, Fault("E8")]
    public void Ramp_WhileItRises_OnlyAdds([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var contexts = Enumerable.Range(0, 300).Select(index => new GrayContext($"user-{index}")).ToArray();
        var rules = new InMemoryRuleProvider();
        using var evaluator = TestEvaluator.Create(rules);
        for (var round = 0; round < 40; round++)
        {
            var start = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
            var times = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.NextInt64(1, 10 * TimeSpan.TicksPerDay)).Distinct().Order().ToList();
            var shares = times.Select(_ => random.Next(50_001)).Order().ToList();
            rules.Set(Document(new PercentageDefinition
            {
                From = random.Next(50_001) / 1000m,
                Ramp = [.. times.Select((ticks, index) => new RampPointDefinition { At = start.AddTicks(ticks), Of = shares[index] / 1000m })],
                Shape = random.Next(2) == 0 ? RampShape.Linear : RampShape.Steps,
            }));
            var before = new bool[contexts.Length];
            foreach (var ticks in Enumerable.Range(0, 40).Select(_ => random.NextInt64(11 * TimeSpan.TicksPerDay)).Order())
            {
                var snapshot = evaluator.CreateSnapshot(start.AddTicks(ticks));
                var after = Array.ConvertAll(contexts, context => snapshot.IsEnabled("f", context));
                Assert.That(Enumerable.Range(0, contexts.Length).Where(index => before[index] && !after[index]), Is.Empty, $"round {round}");
                before = after;
            }

            Assert.That(before.Count(isIn => isIn) / 300.0, Is.EqualTo(shares[^1] / 100_000.0).Within(0.15), $"round {round}");
        }
    }

    [Test]
    public void Explanation_ShowsTheShareAtThisInstant()
    {
        using var evaluator = TestEvaluator.Create(
            $$"""{ "flags": { "f": { "rules": { "r": { "percentage": { "from": 10,"""
                + $$""" {{Day.Replace("100 }", "50 }", StringComparison.Ordinal)}}, "shape": "linear" } } } } } }""",
            new ManualTimeProvider(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero)));

        // 43,200 of 100,000 seconds of 50 percent.
        Assert.That(evaluator.Explain("f", new GrayContext("user-3")).Rules[0].Conditions.Single().ToString(),
            Is.EqualTo("[ ] percentage: bucket in [10000, 31600) of 100000 by user, salt 'f', linear ramp at 21.6 percent now; bucket 45062"));
    }

    private static FlagDocument Document(PercentageDefinition percentage) => new()
    {
        Flags = new Dictionary<string, FlagDefinition>
        {
            ["f"] = new() { Rules = new Dictionary<string, RuleDefinition> { ["r"] = new() { Percentage = percentage } } },
        },
    };
}
