using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>What a context has and an operator cannot read: the answer is as before, and everybody is told.</summary>
[Fault("R10")]
public sealed class UnreadableTests
{
    private const string Secret = "S3CR3T";

    private const string Json = """
        { "flags": {
            "a": { "rules": { "r": { "when": { "app": { "semver": ">=2" }, "plan": "pro" } } } },
            "b": { "rules": { "r": { "when": { "app": { "semver": ">=2" } } } } } } }
        """;

    private const string AnOperator = """{ "rules": { "r": { "when": { "a": ASKED } } } }""";

    // The kind of the value is wrong, or its text is.
    [TestCase("{ \"gt\": 0 }", true, true)]
    [TestCase("{ \"gt\": 0 }", "many", true)]
    [TestCase("{ \"gt\": 0 }", "2026-12-01T00:00:00Z", true)]
    [TestCase("{ \"gt\": \"2026-12-01T00:00:00Z\" }", 5L, true)]
    [TestCase("{ \"after\": \"2026-12-01T00:00:00Z\" }", "yesterday", true)]
    [TestCase("{ \"semver\": \"2\" }", 1L, true)]
    [TestCase("{ \"cidr\": \"10.0.0.0/8\" }", "host", true)]
    [TestCase("{ \"contains\": \"4\" }", 42L, true)]
    [TestCase("{ \"startsWith\": \"4\" }", true, true)]
    [TestCase("{ \"matches\": \"4\" }", 42L, true)]
    // Equality and existence read everything.
    [TestCase("\"x\"", 5L, false)]
    [TestCase("{ \"in\": [1, 2] }", "x", false)]
    [TestCase("{ \"ne\": 5 }", 5L, false)]
    [TestCase("{ \"exists\": false }", "x", false)]
    // What is on the wrong side was read.
    [TestCase("{ \"gt\": 0 }", -1L, false)]
    [TestCase("{ \"semver\": \"2\" }", "1.0.0", false)]
    [TestCase("{ \"cidr\": \"10.0.0.0/8\" }", "11.0.0.1", false)]
    [TestCase("{ \"contains\": \"x\" }", "", false)]
    public void Operator_ThatCannotReadAValue_SaysSo(string asked, object value, bool isUnreadable)
    {
        var context = new GrayContext("u") { ["a"] = value switch { string text => text, long number => number, _ => (bool)value } };

        Assert.That(
            TestEvaluator.Decide(AnOperator.Replace("ASKED", asked, StringComparison.Ordinal), context),
            Is.EqualTo(isUnreadable ? "off: Default/AttributeUnreadable" : "off: Default"));
    }

    [Test]
    public void Attribute_ThatIsMissing_IsNotUnreadable(
        [Values("{ \"gt\": 0 }", "{ \"semver\": \"1\" }", "{ \"cidr\": \"::/0\" }", "{ \"before\": \"2026-12-01T00:00:00Z\" }")] string asked) =>
        Assert.That(TestEvaluator.Decide(AnOperator.Replace("ASKED", asked, StringComparison.Ordinal), new GrayContext("u")), Is.EqualTo("off: Default"));

    // Of a list one element is enough, whatever the others are; the operator after it starts anew.
    [TestCase("{ \"gt\": 5 }", "six|7", "on: TargetingMatch, rule 'r'")]
    [TestCase("{ \"gt\": 5 }", "six|4", "off: Default/AttributeUnreadable")]
    [TestCase("{ \"gt\": 5 }", "4|5", "off: Default")]
    [TestCase("{ \"gt\": 5, \"contains\": \"x\" }", "six|7", "on: TargetingMatch, rule 'r'")]
    [TestCase("{ \"gt\": 5, \"contains\": \"y\" }", "six|7", "off: Default")]
    public void List_OfWhichSomeCannotBeRead(string asked, string list, string expected) =>
        Assert.That(
            TestEvaluator.Decide(AnOperator.Replace("ASKED", asked, StringComparison.Ordinal), new GrayContext("u") { ["a"] = list.Split('|') }),
            Is.EqualTo(expected));

    // Wherever on the way it is met: it may have been meant to decide.
    [TestCase(
        "an exception, which then does not hold", """{ "rules": { "r": { "except": { "when": { "app": { "semver": "<2" } } } } } }""",
        "on: TargetingMatch/AttributeUnreadable, rule 'r'")]
    [TestCase(
        "a rule before the one that decides", """{ "rules": { "deny": { "when": { "app": { "semver": "<2" } }, "serve": false }, "r": { } } }""",
        "on: TargetingMatch/AttributeUnreadable, rule 'r'")]
    [TestCase(
        "a rule after the one that decides", """{ "rules": { "r": { "when": { "app": { "semver": "<2" } }, "priority": 1 }, "first": { } } }""",
        "on: TargetingMatch, rule 'first'")]
    [TestCase("a segment", """{ "rules": { "r": { "segments": ["old"] } } }""", "off: Default/AttributeUnreadable")]
    [TestCase("a flag that is required", """{ "rules": { "r": { "requires": { "other": false } } } }""", "on: TargetingMatch/AttributeUnreadable, rule 'r'")]
    [TestCase(
        "a default that is on", """{ "default": true, "rules": { "r": { "when": { "app": { "semver": "<2" } }, "serve": false } } }""",
        "on: Default/AttributeUnreadable")]
    [TestCase(
        "a rollout's rank",
        """{ "rollout": { "start": "2020-01-01T00:00:00Z", "order": "sequential", "rank": "app","""
            + """ "stages": [{ "name": "half", "percentage": 50, "share": 50, "hold": "3650.00:00:00" }] } }""",
        "off: Default/AttributeUnreadable")]
    [TestCase(
        "a rollout's audience",
        """{ "rollout": { "start": "2020-01-01T00:00:00Z", "audience": { "when": { "app": { "semver": ">2" } } },"""
            + """ "stages": [{ "name": "all", "percentage": 100 }] } }""",
        "off: Default/AttributeUnreadable")]
    // The older error goes first.
    [TestCase(
        "an id that is missing, too",
        """{ "rules": { "r": { "when": { "app": { "semver": "<2" } } }, "s": { "percentage": { "of": 50, "by": "tenant" } } } }""",
        "off: Default/TargetingKeyMissing")]
    public void Attribute_ThatIsMetAnywhereOnTheWay(string where, string flag, string expected)
    {
        using var evaluator = TestEvaluator.Create($$"""
            { "segments": { "old": { "when": { "app": { "semver": "<2" } } } },
              "flags": { "f": {{flag}}, "other": { "rules": { "r": { "segments": ["old"] } } } } }
            """);

        Assert.That(evaluator.Evaluate("f", new GrayContext("u") { ["app"] = "latest" }).ToString(), Is.EqualTo(expected), where);
    }

    [Test]
    public void Text_TooLongForAPattern_IsUnreadable()
    {
        const string Asked = """{ "rules": { "r": { "when": { "a": { "matches": "x" } } } } }""";

        Assert.That(TestEvaluator.Decide(Asked, new GrayContext("u") { ["a"] = new string('x', 4_096) }), Is.EqualTo("on: TargetingMatch, rule 'r'"));
        Assert.That(TestEvaluator.Decide(Asked, new GrayContext("u") { ["a"] = new string('x', 4_097) }), Is.EqualTo("off: Default/AttributeUnreadable"));
    }

    // In whichever way a program asks; and never the value.
    [Test]
    public void Log_HasOneLineForEachFlagAndAttribute([Values] bool isEvaluated)
    {
        using var log = new RecordingLoggerFactory();
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), new ManualTimeProvider(), log);
        var context = new GrayContext(Secret) { ["app"] = Secret };
        for (var call = 0; call < 100; call++)
        {
            foreach (var flag in new[] { "a", "b" })
            {
                Assert.That(isEvaluated ? evaluator.Evaluate(flag, context).Enabled : evaluator.IsEnabled(flag, context), Is.False);
                evaluator.GetValue(flag, context, 0);
                evaluator.CreateSnapshot().GetFlag(flag).IsEnabled(context);
            }
        }

        var lines = log.Entries.Where(entry => entry.EventId.Id == 104).ToList();
        Assert.That(lines.ConvertAll(line => line.Message), Is.EqualTo(new[] { Line("a"), Line("b") }));
        Assert.That(lines.Select(line => line.Level), Is.All.EqualTo(LogLevel.Warning));
        Assert.That(log.Entries.Select(entry => entry.Message), Has.None.Contains(Secret));

        static string Line(string flag) =>
            $"Flag '{flag}' asks for attribute 'app', whose value an operator cannot read: its condition does not hold then. "
            + "Logged once for each flag and attribute; 0 other such answers were not logged. Explain shows the value.";
    }

    [Test]
    public void Log_OfADocumentWithManyFlags_IsAFewLinesAMinute()
    {
        const int Flags = 500;
        var clock = new ManualTimeProvider();
        using var log = new RecordingLoggerFactory();
        var flags = Enumerable.Range(0, Flags).ToDictionary(index => $"f{index}", _ => FlagDocument.Parse(Json).Flags["b"]);
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(new FlagDocument { Flags = flags }), clock, log);

        Ask();
        Assert.That(Lines(), Is.EqualTo(10));

        clock.Advance(TimeSpan.FromMinutes(1));
        Ask();
        Assert.That(Lines(), Is.EqualTo(20));

        void Ask()
        {
            foreach (var flag in flags.Keys)
            {
                evaluator.IsEnabled(flag, new GrayContext { ["app"] = "latest" });
            }
        }

        int Lines() => log.Entries.Count(entry => entry.EventId.Id == 104);
    }

    [Test]
    public void Explanation_SaysWhichOperatorCouldNotReadWhat()
    {
        using var evaluator = TestEvaluator.Create("""
            { "flags": { "f": { "rules": { "r": { "when": {
                "app": { "semver": "^2" }, "orders": { "gte": 10 }, "since": { "before": "2027-01-01T00:00:00Z" }, "ip": { "cidr": "10.0.0.0/8" },
                "mail": { "endsWith": "x", "matches": "x" } } } } } } }
            """);
        var context = new GrayContext("u") { ["app"] = "latest", ["orders"] = "many", ["since"] = "2026-12-01", ["ip"] = "10.0.0.1, 10.0.0.2", ["mail"] = 7 };

        Assert.That(evaluator.Explain("f", context).ToString(), Is.EqualTo("""
            f is off: Default/AttributeUnreadable
              No rule matched: the flag's default decides. An operator could not read attribute 'app' on the way.
              -  rule 'r' serves true: does not match
                  [ ] when: all of these
                    [ ] when.app: semver '^2'; 'latest', not a version, such as 1.2.3
                    [ ] when.orders: gte 10; 'many', not a number, such as 12.5
                    [ ] when.since: before 2027-01-01T00:00:00+00:00; '2026-12-01', not an instant with an offset, such as 2026-12-01T00:00:00Z
                    [ ] when.ip: cidr '10.0.0.0/8'; '10.0.0.1, 10.0.0.2', not an IP address
                    [ ] when.mail: endsWith 'x'; 7, not a text
                    [ ] when.mail: matches 'x'; 7, not a text of at most 4096 characters
            """.ReplaceLineEndings("\n")));
    }

    // Equality compares texts as they are, since ids are texts: whoever meant an instant or a number is told.
    [TestCase(
        "\"2026-12-01T00:00:00Z\"", "2026-12-01T08:00:00+08:00",
        "the same instant in another spelling; equality compares texts as they are, gte and lte would read it")]
    [TestCase(
        "{ \"ne\": \"2026-12-01T00:00:00Z\" }", "2026-12-01 00:00:00Z",
        "the same instant in another spelling; equality compares texts as they are, gte and lte would read it")]
    [TestCase("[7, 8]", "007", "the same number in another spelling; equality compares texts as they are, gte and lte would read it")]
    [TestCase("\"2026-12-01T00:00:00Z\"", "2026-12-01T00:00:00Z", null)]
    [TestCase("\"2026-12-01T00:00:00Z\"", "2026-12-01T00:00:01Z", null)]
    [TestCase("7", "8", null)]
    [TestCase("\"pro\"", "free", null)]
    public void Explanation_HintsAtAnotherSpelling(string asked, string text, string? hint)
    {
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { "f": {{AnOperator.Replace("ASKED", asked, StringComparison.Ordinal)}} } }""");
        var part = evaluator.Explain("f", new GrayContext("u") { ["a"] = text }).Rules.Single().Conditions.Single().Parts.Single();

        Assert.That(part.Seen, Is.EqualTo(hint is null ? $"'{text}'" : $"'{text}', {hint}"));
    }
}
