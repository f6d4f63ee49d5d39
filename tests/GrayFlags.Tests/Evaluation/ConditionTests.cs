using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3, "Conditions of a rule", but for time and percentages.</summary>
public sealed class ConditionTests
{
    private const string Segments = """{ "s": { "users": ["u1"] }, "t": { "users": ["u2"] } }""";

    // Fields are joined by AND, entries of one list by OR.
    [TestCase("\"users\": [\"u1\"]", "u1", "SE", true)]
    [TestCase("\"users\": [\"u1\", \"u2\"]", "u2", "SE", true)]
    [TestCase("\"users\": [\"u1\"], \"regions\": [\"SE\"]", "u1", "SE", true)]
    [TestCase("\"users\": [\"u1\"], \"regions\": [\"SE\"]", "u1", "NO", false)]
    [TestCase("\"users\": [\"u1\"], \"regions\": [\"SE\"]", "u2", "SE", false)]
    [TestCase("\"segments\": [\"s\", \"t\"]", "u2", null, true)]
    [TestCase("\"segments\": [\"S\"]", "u1", null, true)]
    [TestCase("\"segments\": [\"s\"], \"users\": [\"u2\"]", "u2", null, false)]
    // Users are compared ordinally.
    [TestCase("\"users\": [\"u1\"]", "U1", null, false)]
    [TestCase("\"users\": [\"u1\"]", "u1 ", null, false)]
    [TestCase("\"users\": [\"é\"]", "e\u0301", null, false)]
    [TestCase("\"users\": \"u1, u2\"", "u2", null, true)]
    // An empty list matches nobody.
    [TestCase("\"users\": []", "u1", null, false)]
    [TestCase("\"users\": []", null, null, false)]
    [TestCase("\"segments\": []", "u1", null, false)]
    [TestCase("\"regions\": []", "u1", "SE", false)]
    [TestCase("\"users\": [], \"regions\": [\"SE\"]", "u1", "SE", false)]
    // Nobody is in no list.
    [TestCase("\"users\": [\"u1\"]", null, null, false)]
    [TestCase("\"users\": [\"u1\"]", "", null, false)]
    [TestCase("\"regions\": [\"SE\"]", "u1", null, false)]
    [TestCase("\"regions\": [\"SE\"]", "u1", "", false)]
    // except: the rule does not match when any of them holds.
    [TestCase("\"except\": { \"users\": [\"u1\"] }", "u1", null, false)]
    [TestCase("\"except\": { \"users\": [\"u1\"] }", "u2", null, true)]
    [TestCase("\"except\": { \"users\": [\"u1\"] }", null, null, true)]
    [TestCase("\"except\": { \"users\": [\"u1\"], \"regions\": [\"SE\"] }", "u2", "SE", false)]
    [TestCase("\"except\": { \"users\": [\"u1\"], \"regions\": [\"SE\"] }", "u1", "NO", false)]
    [TestCase("\"except\": { \"users\": [\"u1\"], \"regions\": [\"SE\"] }", "u2", "NO", true)]
    [TestCase("\"except\": { \"segments\": [\"s\"] }, \"users\": [\"u1\", \"u2\"]", "u1", null, false)]
    [TestCase("\"except\": { \"segments\": [\"s\"] }, \"users\": [\"u1\", \"u2\"]", "u2", null, true)]
    [TestCase("\"except\": { \"users\": [] }", "u1", null, true)]
    [TestCase("\"except\": { \"percentage\": 100 }", "u1", null, false)]
    [TestCase("\"except\": { \"percentage\": 0 }", "u1", null, true)]
    [TestCase("\"except\": { \"percentage\": 100 }", null, null, true)]
    public void Rule_MatchesWhenAllHold(string conditions, string? user, string? region, bool isOn)
    {
        var decision = TestEvaluator.Decide($$"""{ "rules": { "r": { {{conditions}} } } }""", new GrayContext(user) { Region = region }, Segments);

        Assert.That(decision, Is.EqualTo(isOn ? "on: TargetingMatch, rule 'r'" : "off: Default"));
    }

    // In it = (in users OR (another field is given AND all the others given hold)) AND no field of except holds.
    [TestCase("{ \"users\": [\"u1\"] }", "u1", null, true)]
    [TestCase("{ \"users\": [\"u1\"] }", "u2", "CN", false)]
    [TestCase("{ \"users\": [] }", "u1", null, false)]
    [TestCase("{ \"regions\": [\"CN\"] }", "u2", "CN-GD", true)]
    [TestCase("{ \"users\": [\"u1\"], \"regions\": [\"CN\"] }", "u1", "SE", true)]
    [TestCase("{ \"users\": [\"u1\"], \"regions\": [\"CN\"] }", "u2", "CN", true)]
    [TestCase("{ \"users\": [\"u1\"], \"regions\": [\"CN\"] }", "u2", "SE", false)]
    [TestCase("{ \"users\": [], \"regions\": [\"CN\"] }", "u2", "CN", true)]
    [TestCase("{ \"regions\": [] }", "u1", "CN", false)]
    [TestCase("{ \"segments\": [\"inner\"], \"regions\": [\"CN\"] }", "i1", "CN", true)]
    [TestCase("{ \"segments\": [\"inner\"], \"regions\": [\"CN\"] }", "i1", "SE", false)]
    [TestCase("{ \"segments\": [\"inner\"], \"regions\": [\"CN\"] }", "u2", "CN", false)]
    [TestCase("{ \"users\": [\"u1\"], \"segments\": [\"inner\"], \"regions\": [\"CN\"] }", "u1", null, true)]
    [TestCase("{ \"users\": [\"u1\"], \"segments\": [] }", "u1", null, true)]
    [TestCase("{ \"users\": [\"u1\"], \"segments\": [] }", "u2", null, false)]
    [TestCase("{ \"users\": [\"u1\"], \"except\": { \"regions\": [\"SE\"] } }", "u1", "SE", false)]
    [TestCase("{ \"users\": [\"u1\"], \"except\": { \"regions\": [\"SE\"] } }", "u1", "CN", true)]
    [TestCase("{ \"regions\": [\"CN\"], \"except\": { \"users\": [\"u1\"], \"segments\": [\"inner\"] } }", "i1", "CN", false)]
    [TestCase("{ \"regions\": [\"CN\"], \"except\": { \"users\": [\"u1\"], \"segments\": [\"inner\"] } }", "u1", "CN", false)]
    [TestCase("{ \"regions\": [\"CN\"], \"except\": { \"users\": [\"u1\"], \"segments\": [\"inner\"] } }", "u2", "CN", true)]
    [TestCase("{ \"users\": [\"u1\"], \"except\": { \"users\": [\"u1\"] } }", "u1", null, false)]
    // Nested: inner is in middle, whose exception holds also for those who come by inner.
    [TestCase("{ \"segments\": [\"middle\"] }", "i1", null, true)]
    [TestCase("{ \"segments\": [\"middle\"] }", "i2", null, false)]
    [TestCase("{ \"segments\": [\"middle\"] }", "m1", null, true)]
    [TestCase("{ \"segments\": [\"MIDDLE\", \"inner\"] }", "i2", null, true)]
    public void Segment_Formula(string segment, string? user, string? region, bool isIn)
    {
        var segments = $$"""
            { "s": {{segment}},
              "middle": { "users": ["m1"], "segments": ["inner"], "except": { "users": ["i2"] } },
              "inner": { "users": ["i1", "i2"] } }
            """;

        var decision = TestEvaluator.Decide("""{ "rules": { "r": { "segments": ["s"] } } }""", new GrayContext(user) { Region = region }, segments);

        Assert.That(decision, Is.EqualTo(isIn ? "on: TargetingMatch, rule 'r'" : "off: Default"));
    }

    // A code holds for itself and for what lies below it; case is ignored.
    [TestCase("CN", "CN", true)]
    [TestCase("CN", "CN-GD", true)]
    [TestCase("CN", "CN-GD-SZ", true)]
    [TestCase("CN", "CNX", false)]
    [TestCase("CN", "CNX-GD", false)]
    [TestCase("CN", "C", false)]
    [TestCase("CN", "XCN", false)]
    [TestCase("CN-GD", "CN", false)]
    [TestCase("CN-GD", "CN-GX", false)]
    [TestCase("CN-GD", "CN-GD1", false)]
    [TestCase("CN-GD", "CN-GD-SZ", true)]
    [TestCase("cn-gd", "CN-GD", true)]
    [TestCase("CN", "cn-gd", true)]
    [TestCase("CN", "CN-", true)]
    [TestCase("CN", " CN", false)]
    [TestCase("CN", "-CN", false)]
    [TestCase("华东", "华东-上海", true)]
    [TestCase("ÅLAND", "åland-1", true)]
    [TestCase("i", "İ", false)]
    [TestCase("I", "ı", false)]
    [TestCase("zone_1", "ZONE_1-a", true)]
    public void Region_CoversWhatLiesBelow(string code, string region, bool isCovered)
    {
        var decision = TestEvaluator.Decide($$"""{ "rules": { "r": { "regions": ["XX", "{{code}}", "YY"] } } }""", new GrayContext { Region = region });

        Assert.That(decision, Is.EqualTo(isCovered ? "on: TargetingMatch, rule 'r'" : "off: Default"));
    }

    [Test]
    public void Lists_OfAnyLength_HoldExactlyTheirEntries([Values(0, 1, 2, 3, 4, 5, 7, 8, 9, 100, 1_000)] int count)
    {
        var users = string.Join(',', Enumerable.Range(0, count).Select(index => $"\"u{index}\""));
        var regions = string.Join(',', Enumerable.Range(0, count).Select(index => $"\"R{index}\""));
        using var evaluator = TestEvaluator.Create(
            $$"""{ "flags": { "users": { "rules": { "r": { "users": [{{users}}] } } }, "regions": { "rules": { "r": { "regions": [{{regions}}] } } } } }""");

        var inUsers = Enumerable.Range(0, 2_000).Where(index => evaluator.IsEnabled("users", new GrayContext($"u{index}")));
        var inRegions = Enumerable.Range(0, 2_000).Where(index => evaluator.IsEnabled("regions", new GrayContext { Region = $"r{index}-x" }));

        Assert.That(inUsers, Is.EqualTo(Enumerable.Range(0, count)));
        Assert.That(inRegions, Is.EqualTo(Enumerable.Range(0, count)));
    }
}
