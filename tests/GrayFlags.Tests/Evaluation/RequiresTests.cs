using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3, <c>requires</c>: other flags are on, or serve a variant.</summary>
[Fault("D7")]
public sealed class RequiresTests
{
    private const string Others = """
        "on": true, "off": false, "killed": true, "disabled": { "enabled": false },
        "color": { "variants": { "Blue": { "weight": 1 }, "red": { } }, "default": "split" },
        "red": { "variants": { "red": { } }, "default": "red" },
        "half": { "rules": { "r": { "percentage": 50 } } },
        "deep": { "rules": { "r": { "requires": ["on", "red"] } } }
        """;

    [TestCase("""["on"]""", true)]
    [TestCase("""["ON", "red", "deep"]""", true)]
    [TestCase("\"on, deep\"", true)]
    [TestCase("""["on", "off"]""", false)]
    [TestCase("""["killed"]""", false)]
    [TestCase("""["disabled"]""", false)]
    [TestCase("[]", false)]
    [TestCase("{ }", false)]
    [TestCase("""{ "on": true }""", true)]
    [TestCase("""{ "on": false }""", false)]
    [TestCase("""{ "off": false, "killed": "false" }""", true)]
    [TestCase("""{ "color": "blue", "red": "RED" }""", true)]
    [TestCase("""{ "color": "red" }""", false)]
    [TestCase("""{ "color": true }""", true)]
    public void Requirement_IsMet(string requires, bool expected)
    {
        using var evaluator = TestEvaluator.Create($$"""
            { "off": ["killed"], "flags": { {{Others}}, "f": { "rules": { "r": { "requires": {{requires}} } } },
                "g": { "default": true, "rules": { "r": { "serve": false, "except": { "requires": {{requires}} } } } } } }
            """);
        var context = new GrayContext("u");

        Assert.That(evaluator.IsEnabled("f", context), Is.EqualTo(expected));
        Assert.That(evaluator.IsEnabled("g", context), Is.EqualTo(expected));
        Assert.That(evaluator.Explain("f", context).Rules.Single().Conditions.Single().Holds, Is.EqualTo(expected));
    }

    // user-3 is in bucket 79842 of half: out.
    [TestCase("user-0")]
    [TestCase("user-1")]
    [TestCase("user-2")]
    [TestCase("user-3")]
    public void Requirement_GoesByTheSameContext(string user)
    {
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { {{Others}}, "f": { "rules": { "r": { "requires": ["half"] } } } } }""");

        Assert.That(evaluator.IsEnabled("f", new GrayContext(user)), Is.EqualTo(evaluator.IsEnabled("half", new GrayContext(user))));
    }

    // The id is missing for the other flag, whose own decision says so.
    [Test]
    public void Requirement_WithoutTheOthersId_IsNotMet()
    {
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { {{Others}}, "f": { "rules": { "r": { "requires": ["half"] } } } } }""");

        Assert.That(evaluator.Evaluate("f", GrayContext.Anonymous).ToString(), Is.EqualTo("off: Default"));
        Assert.That(evaluator.Evaluate("half", GrayContext.Anonymous).Error, Is.EqualTo(DecisionError.TargetingKeyMissing));
    }

    [Test]
    public void Explanation_ShowsWhatTheOthersServe()
    {
        using var evaluator =
            TestEvaluator.Create($$"""{ "flags": { {{Others}}, "f": { "rules": { "r": { "requires": { "color": "red", "off": false, "on": true } } } } } }""");

        Assert.That(
            evaluator.Explain("f", new GrayContext("u")).ToString(),
            Does.Contain("[ ] requires: 'color' serving 'red' and 'off' off and 'on' on; 'color' is on, variant 'Blue', 'off' is off, 'on' is on"));
    }

    [Test]
    public void Override_OfTheOther_Counts()
    {
        using var evaluator = TestEvaluator.Create($$"""
            { "off": ["killed"], "flags": { {{Others}}, "f": { "rules": { "r": { "requires": { "color": "red", "killed": true } } } },
                "g": { "rules": { "r": { "requires": ["f"] } } } } }
            """);
        var snapshot = evaluator.CreateSnapshot();
        using (evaluator.Override("COLOR", "RED"))
        using (evaluator.Override("Killed", true))
        {
            Assert.That(evaluator.IsEnabled("g", new GrayContext("u")), Is.True);
            Assert.That(snapshot.IsEnabled("g", new GrayContext("u")), Is.True);
            Assert.That(
                evaluator.Explain("f", new GrayContext("u")).ToString(),
                Does.Contain("[x] requires: 'color' serving 'red' and 'killed' on; 'color' is on, variant 'RED', overridden, 'killed' is on, overridden"));
            using var outer = evaluator.Override("color", false);
            Assert.That(evaluator.IsEnabled("g", new GrayContext("u")), Is.False);
        }

        Assert.That(evaluator.IsEnabled("g", new GrayContext("u")), Is.False);
    }

    [Test]
    public void Requirement_FromAnotherSource_IsCheckedAfterTheMerge()
    {
        var first = new InMemoryRuleProvider();
        var second = new InMemoryRuleProvider();
        first.SetJson("""{ "flags": { "f": { "rules": { "r": { "requires": ["base"] } } } } }""");
        second.SetJson("""{ "flags": { "base": true } }""");
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(first).AddProvider(second));

        Assert.That(evaluator.IsEnabled("f"), Is.True);

        second.TrySetJson("""{ "flags": { } }""");
        Assert.That(evaluator.IsEnabled("f"), Is.True, "the document that breaks the reference waits");
        Assert.That(evaluator.Status.Problems.Single().Message, Is.EqualTo("there is no flag 'base'"));

        second.SetJson("""{ "off": ["base"], "flags": { "base": true } }""");
        Assert.That(evaluator.IsEnabled("f"), Is.False);
    }

    // A chain of sixteen is allowed, in either order, and a long one neither overflows the stack nor the list of problems.
    [TestCase(16, true, 0)]
    [TestCase(16, false, 0)]
    [TestCase(17, true, 1)]
    [TestCase(1_000, false, 1)]
    [TestCase(10_000, true, 1)]
    public void Chain_OfSixteenAtMost(int length, bool leafFirst, int problems)
    {
        var flags = Enumerable.Range(0, length).Select(index => KeyValuePair.Create($"f{index}", index == length - 1 ? true : Requiring($"f{index + 1}")));
        var document = new FlagDocument { Flags = new Dictionary<string, FlagDefinition>(leafFirst ? flags.Reverse() : flags) };

        if (problems == 0)
        {
            using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(document));
            Assert.That(evaluator.IsEnabled("f0"), Is.True);
            return;
        }

        Assert.That(Problems(document).Select(problem => problem.Path), Is.EqualTo(new[] { $"flags.f{length - 17}.rules.r.requires" }));
    }

    // Two on each of 16 levels: 32 flags to write, 2^16 to ask; on 12 levels 2 + ... + 2^12 = 8,190 are below the 10,000 of MaxFlags.
    [TestCase(15, false)]
    [TestCase(12, true)]
    public void Flags_ThatBranchAtEachLevel_AreCounted(int levels, bool isGood)
    {
        var flags = new Dictionary<string, FlagDefinition> { ["f"] = Requiring("a0", "b0") };
        for (var level = 0; level < levels; level++)
        {
            flags[$"a{level}"] = level == levels - 1 ? true : Requiring($"a{level + 1}", $"b{level + 1}");
            flags[$"b{level}"] = level == levels - 1 ? true : Requiring($"a{level + 1}", $"b{level + 1}");
        }

        var document = new FlagDocument { Flags = flags };
        if (isGood)
        {
            using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(document));
            Assert.That(evaluator.IsEnabled("f"), Is.True);
            return;
        }

        Assert.That(
            Problems(document).Select(problem => problem.Message),
            Has.Some.EqualTo("the flags required here lead to more than 10000 flags, each counted once for every way to it; the limit is MaxFlags"));
    }

    private static FlagDefinition Requiring(params string[] names) => new()
    {
        Rules = new Dictionary<string, RuleDefinition> { ["r"] = new() { Requires = names.ToDictionary(name => name, _ => ServeDefinition.True) } },
    };

    private static IReadOnlyList<DocumentProblem> Problems(FlagDocument document) =>
        Assert.Throws<GrayDocumentException>(() => TestEvaluator.Create(new InMemoryRuleProvider(document)).Dispose())!.Problems;
}
