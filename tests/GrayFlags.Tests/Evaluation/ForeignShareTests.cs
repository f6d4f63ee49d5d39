using System.Globalization;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Percentages by the hashes of other systems, against hashes and positions that those systems publish or compute.</summary>
public sealed class ForeignShareTests
{
    // The hash of each key: 1062108722, 764876931, 2702765692 and 2682799072.
    [TestCase("unleash", "AB12A", "122", "22", 100, Description = "position 23 of 1 to 100")]
    [TestCase("unleashVariant", "Feature.Variants.B", "2", "1", 2, Description = "position 2 of 1 and 2")]
    [TestCase("featureManagement", "ComplexTargeting", "Aiden", "62.92866758604736", 100)]
    [TestCase("flagd", "fractional-flag", "jack", "62", 100)]
    [TestCase("flagdV1", "fractional-flag", "jack", "75", 100)]
    public void Unit_IsInTheShareThatReachesBeyondItsPosition(string hash, string salt, string user, string written, int outOf)
    {
        var position = decimal.Parse(written, CultureInfo.InvariantCulture);
        var step = hash == "featureManagement" ? 0.0000001m : 1m;
        var whole = outOf == 100 ? "" : $", \"outOf\": {outOf}";

        using var flags = GrayEvaluator.FromJson($$"""
            { "flags": {
                "below": { "rules": { "r": { "percentage": { "of": {{position}}, "hash": "{{hash}}", "salt": "{{salt}}"{{whole}} } } } },
                "reached": { "rules": { "r": { "percentage": { "of": {{position + step}}, "hash": "{{hash}}", "salt": "{{salt}}"{{whole}} } } } },
                "from": { "rules": { "r": { "percentage": { "from": {{position}}, "of": {{step}}, "hash": "{{hash}}", "salt": "{{salt}}"{{whole}} } } } } } }
            """);
        var context = new GrayContext(user);

        Assert.That(flags.IsEnabled("below", context), Is.False);
        Assert.That(flags.IsEnabled("reached", context), Is.True);
        Assert.That(flags.IsEnabled("from", context), Is.True);
        Assert.That(flags.Evaluate("reached", context).Reason, Is.EqualTo(DecisionReason.Split));
    }

    [Test]
    public void FeatureManagement_AShareThatEndsAt100_HasEverybody()
    {
        using var flags = GrayEvaluator.FromJson("""
            { "flags": { "f": { "rules": { "r": { "percentage": { "of": 100, "hash": "featureManagement", "salt": "s", "ifMissing": "empty" } } } } } }
            """);

        Assert.That(Enumerable.Range(0, 1_000).All(index => flags.IsEnabled("f", new GrayContext($"user-{index}"))), Is.True);
        Assert.That(flags.IsEnabled("f", new GrayContext()), Is.True);
    }

    [Test]
    public void IgnoreCase_HashesInLowerCase()
    {
        using var flags = GrayEvaluator.FromJson("""
            { "flags": { "f": { "rules": { "r": { "percentage": { "of": 50, "hash": "featureManagement", "salt": "s", "ignoreCase": true } } } } } }
            """);

        Assert.That(
            Enumerable.Range(0, 100).Select(index => flags.IsEnabled("f", new GrayContext($"USER-{index}"))),
            Is.EqualTo(Enumerable.Range(0, 100).Select(index => flags.IsEnabled("f", new GrayContext($"user-{index}")))));
    }

    [Test]
    public void Fallback_IsGoneBy_WhereTheUnitIsMissing_AndNobodyElseIsInAShare()
    {
        using var flags = GrayEvaluator.FromJson("""
            { "flags": { "f": { "rules": { "r": { "percentage": { "of": 100, "hash": "unleash", "salt": "s", "fallbacks": ["session"] } } } } } }
            """);

        Assert.That(flags.IsEnabled("f", new GrayContext { ["session"] = "s-1" }), Is.True);
        var decision = flags.Evaluate("f", new GrayContext());
        Assert.That((decision.Enabled, decision.Error), Is.EqualTo((false, DecisionError.TargetingKeyMissing)));
        Assert.That(flags.Explain("f", new GrayContext()).ToString(), Does.Contain("the context has no user"));
    }

    [Test]
    public void Share_MayStandInAnyAllAndNot_AndInExcept_AndIsPartOfNoLayer()
    {
        using var flags = GrayEvaluator.FromJson("""
            { "flags": {
                "f": { "rules": { "r": { "not": { "percentage": { "of": 40, "hash": "flagd", "salt": "s" } } } } },
                "g": { "rules": { "r": { "any": [{ "percentage": { "of": 40, "hash": "flagd", "salt": "s", "from": 0 } }] } } },
                "h": { "rules": { "r": { "except": { "percentage": { "of": 40, "hash": "flagd", "salt": "s", "from": 0 } } } } } } }
            """);

        foreach (var context in Enumerable.Range(0, 200).Select(index => new GrayContext($"user-{index}")))
        {
            Assert.That(flags.IsEnabled("f", context), Is.Not.EqualTo(flags.IsEnabled("g", context)));
            Assert.That(flags.IsEnabled("f", context), Is.EqualTo(flags.IsEnabled("h", context)));
        }
    }

    [TestCase("""{ "of": 5, "hash": "unleash" }""", "salt: a share by 'hash' names its salt")]
    [TestCase("""{ "of": 5, "hash": "unleash", "salt": "s", "outOf": 50 }""", "outOf: shares by this hash are out of 100")]
    [TestCase("""{ "of": 2.5, "hash": "unleashVariant", "salt": "s", "outOf": 5 }""", "of: a share of Unleash is made of whole numbers")]
    [TestCase("""{ "of": 5, "hash": "flagd", "salt": "s", "outOf": 0 }""", "outOf: 0 is not the whole of a share")]
    [TestCase("""{ "of": 5, "hash": "flagd", "salt": "s", "outOf": 3 }""", "of: 5 is not a part of 3")]
    [TestCase("""{ "of": 50, "from": 51, "hash": "flagd", "salt": "s" }""", "from: 'from' 51 and 'of' 50 end beyond 100")]
    [TestCase("""{ "of": 5, "hash": "flagd", "salt": "s", "overlap": true }""", "overlap: is not allowed with 'hash'")]
    [TestCase("""{ "of": 5, "hash": "flagd", "salt": "s", "fallbacks": ["userId"] }""", "fallbacks: ")]
    [TestCase("""{ "of": 5, "ifMissing": "empty" }""", "ifMissing: stands with 'hash' only")]
    [TestCase("""{ "of": 5, "hash": "md5" }""", "hash: ")]
    public void Mistake_IsRefused_AtItsPlace(string percentage, string message) => Assert.That(
        () => GrayEvaluator.FromJson($$"""{ "flags": { "f": { "rules": { "r": { "percentage": {{percentage}} } } } } }"""),
        Throws.InstanceOf<GrayDocumentException>().With.Message.Contains("flags.f.rules.r.percentage." + message));
}
