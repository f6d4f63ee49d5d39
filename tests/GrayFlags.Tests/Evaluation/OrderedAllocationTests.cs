using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>What documents of other systems need of the language: ordered allocations, variants that decide, variants of a flag that is off.</summary>
public sealed class OrderedAllocationTests
{
    private const string Variants = """
        "variants": { "a": { "value": 1 }, "b": { "value": 2 }, "off": { "value": 3, "enabled": false }, "on": { "value": 4, "enabled": true } }
        """;

    [TestCase("ana", ExpectedResult = "a")]
    [TestCase("han", ExpectedResult = "b")]
    [TestCase("eva", ExpectedResult = null)]
    public string? Allocation_GivesTheVariantOfTheFirstStepThatHolds(string user)
    {
        using var flags = Flags("""
            "default": true, "allocation": [{ "users": ["ana"], "variant": "a" }, { "users": ["eva"] }, { "users": ["ana", "han", "eva"], "variant": "b" }]
            """);

        return flags.Evaluate("f", new GrayContext(user)).Variant;
    }

    [Test]
    public void Allocation_OfARule_GoesBeforeThatOfTheFlag()
    {
        using var flags = Flags("""
            "rules": { "own": { "users": ["ana"], "allocation": [{ "variant": "a" }] }, "plain": { "users": ["han"] } }, "allocation": [{ "variant": "b" }]
            """);

        Assert.That(flags.Evaluate("f", new GrayContext("ana")).Variant, Is.EqualTo("a"));
        Assert.That(flags.Evaluate("f", new GrayContext("han")).Variant, Is.EqualTo("b"));
        Assert.That(flags.Evaluate("f", new GrayContext("eva")).Variant, Is.Null);
    }

    [TestCase("ana", ExpectedResult = false)]
    [TestCase("han", ExpectedResult = true)]
    public bool Variant_ThatSaysSo_DecidesWhatTheFlagReadsAs(string user)
    {
        using var flags = Flags("""
            "default": true, "allocation": [{ "users": ["ana"], "variant": "off" }, { "variant": "b" }]
            """);
        var context = new GrayContext(user);

        Assert.That(flags.Evaluate("f", context).Enabled, Is.EqualTo(flags.IsEnabled("f", context)));
        Assert.That(flags.GetValue("f", context, 0), Is.EqualTo(user == "ana" ? 3 : 2));
        return flags.IsEnabled("f", context);
    }

    [Test]
    public void Variant_ThatIsOff_IsServedByName_AndBySplit_AsOff()
    {
        using var flags = GrayEvaluator.FromJson("""
            { "flags": {
                "named": { "variants": { "off": { "enabled": false } }, "default": "off" },
                "split": { "variants": { "off": { "weight": 1, "enabled": false } }, "default": "split" } } }
            """);

        foreach (var flag in new[] { "named", "split" })
        {
            var decision = flags.Evaluate(flag, new GrayContext("ana"));
            Assert.That((decision.Enabled, decision.Variant), Is.EqualTo((false, "off")), flag);
            Assert.That(flags.IsEnabled(flag, new GrayContext("ana")), Is.False, flag);
        }
    }

    [TestCase("a", ExpectedResult = false)]
    [TestCase("on", ExpectedResult = true)]
    public bool WhenOff_GivesAVariant_ToThoseForWhomTheFlagIsOff(string variant)
    {
        using var flags = Flags($"\"rules\": {{ \"r\": {{ \"users\": [\"ana\"], \"serve\": \"b\" }} }}, \"whenOff\": \"{variant}\"");
        var decision = flags.Evaluate("f", new GrayContext("han"));

        Assert.That(decision.Variant, Is.EqualTo(variant));
        Assert.That(flags.IsEnabled("f", new GrayContext("han")), Is.EqualTo(decision.Enabled));
        Assert.That(flags.Evaluate("f", new GrayContext("ana")).Variant, Is.EqualTo("b"));
        return decision.Enabled;
    }

    [Test]
    public void WhenOff_OfADisabledOrKilledFlag_IsServed_ButDoesNotTurnItOn()
    {
        using var disabled = Flags("\"enabled\": false, \"whenOff\": \"on\"");
        using var killed = GrayEvaluator.FromJson($$"""{ "off": ["f"], "flags": { "f": { {{Variants}}, "default": true, "whenOff": "on" } } }""");

        foreach (var flags in new[] { disabled, killed })
        {
            var decision = flags.Evaluate("f", new GrayContext("ana"));
            Assert.That((decision.Enabled, decision.Variant), Is.EqualTo((false, "on")));
            Assert.That(flags.IsEnabled("f", new GrayContext("ana")), Is.False);
        }
    }

    [Test]
    public void Requires_GoesByWhatTheOtherFlagReadsAs()
    {
        using var flags = GrayEvaluator.FromJson($$"""
            { "flags": { "f": { {{Variants}}, "default": true, "allocation": [{ "variant": "off" }] },
                "needs-on": { "rules": { "r": { "requires": { "f": true } } } }, "needs-off": { "rules": { "r": { "requires": { "f": false } } } },
                "needs-variant": { "rules": { "r": { "requires": { "f": "off" } } } } } }
            """);

        Assert.That(flags.IsEnabled("needs-on"), Is.False);
        Assert.That(flags.IsEnabled("needs-off"), Is.True);
        Assert.That(flags.IsEnabled("needs-variant"), Is.True);
    }

    [Test]
    public void Requires_InAnAllocation_IsEvaluatedInOrder()
    {
        using var flags = GrayEvaluator.FromJson($$"""
            { "flags": { "f": { {{Variants}}, "default": true, "allocation": [{ "requires": { "z": true }, "variant": "a" }] }, "z": { "default": true } } }
            """);

        Assert.That(flags.Evaluate("f", new GrayContext("ana")).Variant, Is.EqualTo("a"));
        Assert.That(
            () => GrayEvaluator.FromJson($$"""
                { "flags": { "f": { {{Variants}}, "default": true, "allocation": [{ "requires": { "f": true }, "variant": "a" }] } } }
                """),
            Throws.InstanceOf<GrayDocumentException>().With.Message.Contains("flags.f.allocation"));
    }

    [Test]
    public void Explanation_ShowsTheSteps()
    {
        using var flags = Flags("""
            "rules": { "r": { "allocation": [{ "users": ["ana"], "variant": "a" }, { "variant": "b" }] } }
            """);

        var shown = flags.Explain("f", new GrayContext("han")).Rules[0].Conditions.Single(condition => condition.Field == "allocation");

        Assert.That(shown.Seen, Is.EqualTo("variant 'b'"));
        Assert.That(shown.Parts.Select(step => step.Holds), Is.EqualTo(new[] { false, true }));
    }

    [TestCase("""{ "default": true, "allocation": [] }""", "flags.f.allocation: an allocation is a list of at least one step")]
    [TestCase("""{ "default": true, "allocation": [{ "variant": "c" }] }""", "flags.f.allocation[0].variant: there is no variant")]
    [TestCase("""{ "rules": { "r": { "serve": false, "allocation": [{}] } } }""", "flags.f.rules.r.allocation: an allocation chooses")]
    [TestCase("""{ "default": true, "whenOff": "c" }""", "flags.f.whenOff: there is no variant")]
    [TestCase("""{ "default": true, "allocation": [{ "percentage": 5 }] }""", "flags.f.allocation[0].percentage: a percentage is not allowed")]
    [TestCase("""{ "rollout": { "stages": [{ "percentage": 100 }] }, "allocation": [{}] }""", "flags.f.rollout: a rollout knows who")]
    public void Mistake_IsRefused_AtItsPlace(string flag, string message) => Assert.That(
        () => GrayEvaluator.FromJson($$"""{ "flags": { "f": {{flag}} } }"""),
        Throws.InstanceOf<GrayDocumentException>().With.Message.Contains(message));

    [Test]
    public void Document_IsWritten_AsItIsRead()
    {
        var json = $$"""
            { "flags": { "f": { {{Variants}}, "rules": { "r": { "users": ["ana"], "allocation": [{ "users": ["ana"], "variant": "a" }, { "variant": "b" }] } },
                "default": true, "allocation": [{ "any": [{ "percentage": { "of": 1.25, "hash": "flagd", "outOf": 7, "salt": "", "by": "tenant",
                    "fallbacks": ["team"], "ifMissing": "empty", "ignoreCase": true } }], "variant": "a" }], "whenOff": "b" } } }
            """;

        var written = FlagDocument.Parse(json).ToJson(indented: false);

        Assert.That(FlagDocument.Parse(written).ToJson(indented: false), Is.EqualTo(written));
        Assert.That(written, Does.Contain("\"hash\":\"flagd\",\"outOf\":7,\"fallbacks\":[\"team\"],\"ifMissing\":\"empty\",\"ignoreCase\":true"));
        Assert.That(written, Does.Contain("\"allocation\":[{\"users\":[\"ana\"],\"variant\":\"a\"},{\"variant\":\"b\"}]"));
        Assert.That(written, Does.Contain("\"whenOff\":\"b\""));
    }

    private static GrayEvaluator Flags(string fields) => GrayEvaluator.FromJson($$"""{ "flags": { "f": { {{Variants}}, {{fields}} } } }""");
}
