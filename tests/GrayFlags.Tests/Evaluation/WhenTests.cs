using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Each operator of <c>when</c> against each kind of value. DESIGN.md, section 3; what it leaves open is written in the README.</summary>
public sealed class WhenTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.FromHours(8));

    // Equality: the kind of the context's value picks the comparison, so text is ordinal and 5 is "5".
    [TestCase("\"pro\"", "pro", true)]
    [TestCase("\"pro\"", "Pro", false)]
    [TestCase("\"pro\"", "pro ", false)]
    [TestCase("\"a, b\"", "a", false)]
    [TestCase("\"a, b\"", "a, b", true)]
    [TestCase("\"\"", "", true)]
    [TestCase("5", "5", true)]
    [TestCase("5", "5.0", false)]
    [TestCase("5", 5L, true)]
    [TestCase("\"5\"", 5L, true)]
    [TestCase("5.0", 5L, true)]
    [TestCase("5e0", 5.0, true)]
    [TestCase("-0", 0L, true)]
    [TestCase("\" 5\"", 5L, false)]
    [TestCase("\"5\\u0000\"", 5L, false)]
    [TestCase("0.1", 0.1, true)]
    [TestCase("9007199254740993", 9007199254740993L, true)]
    [TestCase("9007199254740993", 9007199254740992L, false)]
    [TestCase("9007199254740992", 9007199254740993L, false)]
    [TestCase("9223372036854775808", 9223372036854775807L, false)]
    [TestCase("1e400", 1.7976931348623157e308, false)]
    [TestCase("\"Infinity\"", double.PositiveInfinity, false)]
    [TestCase("true", true, true)]
    [TestCase("\"True\"", true, true)]
    [TestCase("false", true, false)]
    [TestCase("true", "TRUE", true)]
    [TestCase("1", true, false)]
    [TestCase("true", 1L, false)]
    [TestCase("[\"free\", \"pro\"]", "pro", true)]
    [TestCase("[\"free\", \"pro\"]", "team", false)]
    [TestCase("[\"free,pro\"]", "pro", false)]
    [TestCase("[1, \"2\", true]", 2L, true)]
    [TestCase("[1, \"2\", true]", true, true)]
    [TestCase("[]", "pro", false)]
    [TestCase("{ \"eq\": \"pro\" }", "pro", true)]
    [TestCase("{ \"in\": \"free, pro\" }", "pro", true)]
    [TestCase("{ \"in\": [\"free, pro\"] }", "pro", false)]
    [TestCase("{ \"in\": 5 }", 5L, true)]
    [TestCase("{ \"in\": [] }", "pro", false)]
    [TestCase("{ \"ne\": \"pro\" }", "pro", false)]
    [TestCase("{ \"ne\": \"pro\" }", "free", true)]
    [TestCase("{ \"ne\": \"pro\" }", 5L, true)]
    [TestCase("{ \"notIn\": \"free,pro\" }", "pro", false)]
    [TestCase("{ \"notIn\": \"free,pro\" }", "team", true)]
    [TestCase("{ \"notIn\": [] }", "pro", true)]
    // Order: numbers and instants; a text that is written as one is one, and texts have no order.
    [TestCase("{ \"gt\": 10 }", 11L, true)]
    [TestCase("{ \"gt\": 10 }", 10L, false)]
    [TestCase("{ \"gte\": 10 }", 10L, true)]
    [TestCase("{ \"gte\": 10 }", 9.999, false)]
    [TestCase("{ \"lt\": 10 }", 10.0, false)]
    [TestCase("{ \"lt\": 10 }", 9.5, true)]
    [TestCase("{ \"lte\": 10 }", 10.0, true)]
    [TestCase("{ \"gt\": \"10\" }", 11L, true)]
    [TestCase("{ \"gt\": 9007199254740992 }", 9007199254740993L, true)]
    [TestCase("{ \"gt\": 9223372036854775807 }", 9223372036854775808.0, true)]
    [TestCase("{ \"lt\": -9223372036854775808 }", -1e300, true)]
    [TestCase("{ \"gt\": 0.5 }", 1L, true)]
    [TestCase("{ \"lt\": -0.5 }", -1L, true)]
    [TestCase("{ \"gt\": 10 }", "11", true)]
    [TestCase("{ \"gt\": 10 }", "9", false)]
    [TestCase("{ \"gt\": 10 }", "eleven", false)]
    [TestCase("{ \"gt\": 10 }", "", false)]
    [TestCase("{ \"gt\": 0 }", true, false)]
    [TestCase("{ \"lt\": 1 }", "NaN", false)]
    [TestCase("{ \"gt\": \"2026-12-01T00:00:00Z\" }", "2026-12-01T08:00:00.0000001+08:00", true)]
    [TestCase("{ \"gt\": \"2026-12-01T00:00:00Z\" }", 5L, false)]
    [TestCase("{ \"gte\": 10, \"lt\": 20 }", 10L, true)]
    [TestCase("{ \"gte\": 10, \"lt\": 20 }", 20L, false)]
    [TestCase("{ \"gte\": 10, \"ne\": 15 }", 15L, false)]
    [TestCase("{ \"before\": \"2026-12-01T00:00:00Z\" }", "2026-11-30T23:59:59Z", true)]
    [TestCase("{ \"before\": \"2026-12-01T00:00:00Z\" }", "2026-12-01T00:00:00Z", false)]
    [TestCase("{ \"before\": \"2026-12-01T00:00:00Z\" }", "2026-11-30T23:59:59", false)]
    [TestCase("{ \"before\": \"2026-12-01T00:00:00Z\" }", "2026-11-30", false)]
    [TestCase("{ \"before\": \"2026-12-01T00:00:00Z\" }", 0L, false)]
    [TestCase("{ \"after\": \"2026-12-01T00:00:00Z\" }", "2026-12-01T00:00:00.0000001Z", true)]
    // Texts: ordinal, and only texts.
    [TestCase("{ \"contains\": \"@example\" }", "ana@example.org", true)]
    [TestCase("{ \"contains\": \"@Example\" }", "ana@example.org", false)]
    [TestCase("{ \"contains\": [\"x\", \"@\"] }", "ana@example.org", true)]
    [TestCase("{ \"contains\": \"a,b\" }", "b", false)]
    [TestCase("{ \"contains\": [] }", "x", false)]
    [TestCase("{ \"contains\": \"\" }", "x", false)]
    [TestCase("{ \"contains\": 4 }", "v42", true)]
    [TestCase("{ \"contains\": 4 }", 42L, false)]
    [TestCase("{ \"startsWith\": \"ana\" }", "ana@example.org", true)]
    [TestCase("{ \"startsWith\": \"na\" }", "ana@example.org", false)]
    [TestCase("{ \"startsWith\": \"e\" }", "\u0065\u0301", true)]
    [TestCase("{ \"endsWith\": [\".com\", \".org\"] }", "ana@example.org", true)]
    [TestCase("{ \"endsWith\": \".ORG\" }", "ana@example.org", false)]
    [TestCase("{ \"matches\": \"^ana@\" }", "ana@example.org", true)]
    [TestCase("{ \"matches\": \"@\" }", "ana@example.org", true)]
    [TestCase("{ \"matches\": \"^ANA@\" }", "ana@example.org", false)]
    [TestCase("{ \"matches\": \"(?i)^ANA@\" }", "ana@example.org", true)]
    [TestCase("{ \"matches\": [\"^x\", \"org$\"] }", "ana@example.org", true)]
    [TestCase("{ \"matches\": \"(?i)ı\" }", "I", false)]
    [TestCase("{ \"matches\": \"4\" }", 4L, false)]
    // Versions and addresses; tables of their own go further.
    [TestCase("{ \"semver\": \">=2.1.0 <3\" }", "2.1.0", true)]
    [TestCase("{ \"semver\": \">=2.1.0 <3\" }", "2.1.0-rc.1", false)]
    [TestCase("{ \"semver\": \">=2.1.0 <3\" }", "3.0.0", false)]
    [TestCase("{ \"semver\": 2 }", "2.9.1", true)]
    [TestCase("{ \"semver\": 2 }", 2L, false)]
    [TestCase("{ \"cidr\": \"10.0.0.0/8\" }", "10.255.0.1", true)]
    [TestCase("{ \"cidr\": \"10.0.0.0/8, 192.168.0.0/16\" }", "192.168.7.7", true)]
    [TestCase("{ \"cidr\": [\"10.0.0.0/8\", \"2001:db8::/32\"] }", "2001:db8::9", true)]
    [TestCase("{ \"cidr\": \"10.0.0.0/8\" }", "11.0.0.1", false)]
    [TestCase("{ \"cidr\": [] }", "10.0.0.1", false)]
    [TestCase("{ \"exists\": true }", "", true)]
    [TestCase("{ \"exists\": false }", "", false)]
    [TestCase("{ \"exists\": true }", false, true)]
    public void Operator_AgainstAValue(string asked, object value, bool holds) => Check(asked, Value(value), holds);

    // A missing attribute fails every operator but those that deny.
    [TestCase("\"pro\"", false)]
    [TestCase("\"\"", false)]
    [TestCase("[\"\"]", false)]
    [TestCase("{ \"in\": \"a\" }", false)]
    [TestCase("{ \"gt\": -1 }", false)]
    [TestCase("{ \"gte\": 0 }", false)]
    [TestCase("{ \"lt\": 1 }", false)]
    [TestCase("{ \"lte\": 0 }", false)]
    [TestCase("{ \"contains\": \"a\" }", false)]
    [TestCase("{ \"startsWith\": \"a\" }", false)]
    [TestCase("{ \"endsWith\": \"a\" }", false)]
    [TestCase("{ \"matches\": \"^$\" }", false)]
    [TestCase("{ \"before\": \"9999-01-01T00:00:00Z\" }", false)]
    [TestCase("{ \"after\": \"0001-01-02T00:00:00Z\" }", false)]
    [TestCase("{ \"semver\": \">=0\" }", false)]
    [TestCase("{ \"cidr\": \"0.0.0.0/0, ::/0\" }", false)]
    [TestCase("{ \"exists\": true }", false)]
    [TestCase("{ \"exists\": false }", true)]
    [TestCase("{ \"ne\": \"pro\" }", true)]
    [TestCase("{ \"notIn\": \"pro\" }", true)]
    [TestCase("{ \"notIn\": [] }", true)]
    [TestCase("{ \"notIn\": \"pro\", \"exists\": true }", false)]
    public void Operator_AgainstNothing(string asked, bool holds) => Check(asked, default, holds);

    // Of a list one element is enough; for ne and notIn none may be equal.
    [TestCase("\"b\"", "a|b", true)]
    [TestCase("\"c\"", "a|b", false)]
    [TestCase("[\"c\", \"a\"]", "a|b", true)]
    [TestCase("{ \"ne\": \"b\" }", "a|b", false)]
    [TestCase("{ \"ne\": \"c\" }", "a|b", true)]
    [TestCase("{ \"notIn\": \"c,d\" }", "a|b", true)]
    [TestCase("{ \"notIn\": \"b,d\" }", "a|b", false)]
    [TestCase("{ \"contains\": \"dmi\" }", "user|admin", true)]
    [TestCase("{ \"startsWith\": \"ad\", \"endsWith\": \"er\" }", "user|admin", true)]
    [TestCase("{ \"matches\": \"^ad\" }", "user|admin", true)]
    [TestCase("{ \"gt\": 5 }", "4|6", true)]
    [TestCase("{ \"gt\": 6 }", "4|6", false)]
    [TestCase("{ \"semver\": \"^2\" }", "1.0.0|2.5.0", true)]
    [TestCase("{ \"cidr\": \"10.0.0.0/8\" }", "1.1.1.1|10.1.1.1", true)]
    [TestCase("5", "4|5", true)]
    [TestCase("true", "False|True", true)]
    public void Operator_AgainstAList(string asked, string list, bool holds) => Check(asked, list.Split('|'), holds);

    [TestCase("{ \"exists\": true }", true)]
    [TestCase("\"a\"", false)]
    [TestCase("{ \"ne\": \"a\" }", true)]
    public void Operator_AgainstAnEmptyList(string asked, bool holds) => Check(asked, Array.Empty<string>(), holds);

    [Test]
    public void List_ThatHoldsANull_IsAskedLikeAnyOther() => Check("\"b\"", new[] { null!, "b" }, true);

    [TestCase("\"2026-12-01T04:00:00Z\"", true)]
    [TestCase("\"2026-12-01T12:00+08:00\"", true)]
    [TestCase("\"2026-12-01T12:00:00\"", false)]
    [TestCase("\"2026-12-01T04:00:00.0000001Z\"", false)]
    [TestCase("{ \"ne\": \"2026-12-01T04:00:00Z\" }", false)]
    [TestCase("{ \"before\": \"2026-12-01T04:00:00.0000001Z\" }", true)]
    [TestCase("{ \"before\": \"2026-12-01T04:00:00Z\" }", false)]
    [TestCase("{ \"after\": \"2026-12-01T04:00:00Z\" }", false)]
    [TestCase("{ \"after\": \"2026-12-01T03:59:59.9999999Z\" }", true)]
    [TestCase("{ \"gte\": \"2026-12-01T04:00:00Z\" }", true)]
    [TestCase("{ \"gt\": 0 }", false)]
    [TestCase("{ \"contains\": \"2026\" }", false)]
    public void Operator_AgainstAnInstant(string asked, bool holds) => Check(asked, Noon, holds);

    // userId and region are the context's own, in any case; an attribute of that name is never read.
    [TestCase("\"userId\": \"u1\"", true)]
    [TestCase("\"USERID\": { \"startsWith\": \"u\" }", true)]
    [TestCase("\"region\": \"CN-GD\"", true)]
    [TestCase("\"Region\": \"CN\"", false)]
    [TestCase("\"Region\": { \"startsWith\": \"CN-\" }", true)]
    [TestCase("\"userId\": { \"exists\": false }", false)]
    // Attributes are joined by AND; their names are ordinal.
    [TestCase("\"plan\": \"pro\", \"orders\": { \"gte\": 100 }", true)]
    [TestCase("\"plan\": \"pro\", \"orders\": { \"gte\": 101 }", false)]
    [TestCase("\"Plan\": \"pro\"", false)]
    public void Attributes_OfAContext(string asked, bool holds)
    {
        var context = new GrayContext("u1") { Region = "CN-GD", ["plan"] = "pro", ["orders"] = 100, ["userId"] = "other", ["region"] = "other" };

        Assert.That(
            TestEvaluator.Decide($$"""{ "rules": { "r": { "when": { {{asked}} } } } }""", context),
            Is.EqualTo(holds ? "on: TargetingMatch, rule 'r'" : "off: Default"));
    }

    [TestCase("")]
    [TestCase(null)]
    public void UserIdAndRegion_ThatAreEmpty_AreMissing(string? text)
    {
        var context = new GrayContext(text) { Region = text };

        Assert.That(
            TestEvaluator.Decide("""{ "rules": { "r": { "when": { "userId": { "exists": false }, "region": { "ne": "" } } } } }""", context),
            Does.StartWith("on"));
    }

    // Ordinal, as names are compared: by upper case, so 'ı' is no I, and ß no SS.
    [TestCase("\"eq\": \"Pro\"", "pRO", true)]
    [TestCase("\"eq\": \"Pro\"", "pr", false)]
    [TestCase("\"eq\": \"ÄÖ\"", "äö", true)]
    [TestCase("\"eq\": \"straße\"", "STRASSE", false)]
    [TestCase("\"eq\": \"i\"", "ı", false)]
    [TestCase("\"eq\": \"1E5\"", "1e5", true)]
    [TestCase("\"ne\": \"Pro\"", "pRO", false)]
    [TestCase("\"in\": \"free, Pro\"", "PRO", true)]
    [TestCase("\"in\": \"a,b,c,d,e,f,g,h,i,j\"", "J", true)]
    [TestCase("\"in\": \"a,b,c,d,e,f,g,h,i,j\"", "K", false)]
    [TestCase("\"notIn\": \"a,b,c,d,e,f,g,h,i,j\"", "J", false)]
    [TestCase("\"notIn\": [\"free\", \"Pro\"]", "PRO", false)]
    [TestCase("\"startsWith\": \"Pro\"", "proton", true)]
    [TestCase("\"endsWith\": [\"x\", \"Pro\"]", "the PRO", true)]
    [TestCase("\"contains\": \"Pro\"", "an approach", true)]
    [TestCase("\"contains\": \"Pro\"", "an appreciation", false)]
    public void Texts_InAnyCase(string asked, string value, bool holds)
    {
        Check($$"""{ {{asked}}, "ignoreCase": true }""", value, holds);
        Check($$"""{ {{asked}}, "ignoreCase": true }""", new[] { "-", value }, holds);
    }

    [TestCase("pro", false)]
    [TestCase("Pro", true)]
    public void IgnoreCase_ThatIsFalse_ChangesNothing(string value, bool holds) => Check("""{ "eq": "Pro", "ignoreCase": false }""", value, holds);

    // A segment's when is one of "the others given"; an except's when is one of its fields.
    [TestCase("{ \"when\": { \"plan\": \"pro\" } }", "u1", "pro", true)]
    [TestCase("{ \"when\": { \"plan\": \"pro\" } }", "u1", "free", false)]
    [TestCase("{ \"users\": [\"u1\"], \"when\": { \"plan\": \"pro\" } }", "u1", "free", true)]
    [TestCase("{ \"users\": [\"u1\"], \"when\": { \"plan\": \"pro\" } }", "u2", "pro", true)]
    [TestCase("{ \"users\": [\"u1\"], \"when\": { \"plan\": \"pro\" }, \"regions\": [\"SE\"] }", "u2", "pro", false)]
    [TestCase("{ \"users\": [\"u1\"], \"except\": { \"when\": { \"plan\": \"pro\" } } }", "u1", "pro", false)]
    [TestCase("{ \"users\": [\"u1\"], \"except\": { \"when\": { \"plan\": \"pro\" } } }", "u1", "free", true)]
    [TestCase("{ \"users\": [\"u1\"], \"except\": { \"when\": { \"plan\": { \"notIn\": [] } } } }", "u1", null, false)]
    public void Segment_WithWhen(string segment, string user, string? plan, bool isIn)
    {
        var decision =
            TestEvaluator.Decide("""{ "rules": { "r": { "segments": ["s"] } } }""", new GrayContext(user) { ["plan"] = plan }, $$"""{ "s": {{segment}} }""");

        Assert.That(decision, Is.EqualTo(isIn ? "on: TargetingMatch, rule 'r'" : "off: Default"));
    }

    [TestCase("pro", "off: Default")]
    [TestCase("free", "on: TargetingMatch, rule 'r'")]
    [TestCase(null, "on: TargetingMatch, rule 'r'")]
    public void Except_WithWhen(string? plan, string expected) =>
        Assert.That(
            TestEvaluator.Decide(
                """{ "rules": { "r": { "except": { "when": { "plan": "pro", "beta": { "exists": false } } } } } }""",
                new GrayContext { ["plan"] = plan }),
            Is.EqualTo(expected));

    // Sets beyond a few entries are looked up, not scanned; both hold exactly their entries.
    [Test]
    public void Lists_OfAnyLength_HoldExactlyTheirEntries([Values(0, 1, 2, 7, 8, 9, 100, 1_000)] int count)
    {
        var literals = string.Join(',', Enumerable.Range(0, count).Select(index => $"\"{index}\""));
        using var evaluator = TestEvaluator.Create($$"""
            { "flags": { "in": { "rules": { "r": { "when": { "id": [{{literals}}] } } } },
                "out": { "rules": { "r": { "when": { "id": { "notIn": [{{literals}}] } } } } },
                         "user": { "rules": { "r": { "when": { "userId": [{{literals}}] } } } } } }
            """);
        var asked = Enumerable.Range(0, 2_000).ToList();
        var expected = Enumerable.Range(0, count).ToList();

        Assert.That(asked.Where(index => evaluator.IsEnabled("in", Id($"{index}"))), Is.EqualTo(expected), "texts");
        Assert.That(asked.Where(index => evaluator.IsEnabled("in", Id(index))), Is.EqualTo(expected), "numbers");
        Assert.That(asked.Where(index => evaluator.IsEnabled("in", Id(new[] { "x", $"{index}" }))), Is.EqualTo(expected), "lists");
        Assert.That(asked.Where(index => !evaluator.IsEnabled("out", Id($"{index}"))), Is.EqualTo(expected), "notIn");
        Assert.That(asked.Where(index => evaluator.IsEnabled("user", new GrayContext($"{index}"))), Is.EqualTo(expected), "users");
    }

    private static GrayContext Id(GrayValue id) => new() { ["id"] = id };

    private static void Check(string asked, GrayValue value, bool holds)
    {
        var decision = TestEvaluator.Decide($$"""{ "rules": { "r": { "when": { "a": {{asked}} } } } }""", new GrayContext("u") { ["a"] = value });

        // What cannot be read is told beside the answer: UnreadableTests.
        Assert.That(decision, holds ? Is.EqualTo("on: TargetingMatch, rule 'r'") : Is.EqualTo("off: Default").Or.EqualTo("off: Default/AttributeUnreadable"));
    }

    private static GrayValue Value(object value) => value switch
    {
        string text => text,
        long number => number,
        double number => number,
        _ => (bool)value,
    };
}
