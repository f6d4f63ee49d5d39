using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3, "Which rule decides" and "The short form".</summary>
public sealed class RuleOrderTests
{
    // A rule without conditions matches everyone and serves true.
    [TestCase("""{ "rules": { "all": { } } }""", "on: TargetingMatch, rule 'all'")]
    // At the same priority those that serve false come first, wherever they stand and whatever they are called.
    [TestCase("""{ "rules": { "a-allow": { }, "z-deny": { "serve": false } } }""", "off: TargetingMatch, rule 'z-deny'")]
    [TestCase("""{ "rules": { "z-deny": { "serve": false }, "a-allow": { } } }""", "off: TargetingMatch, rule 'z-deny'")]
    [TestCase("""{ "rules": { "a": { "serve": "v" }, "b": { "serve": false } }, "variants": { "v": { } } }""", "off: TargetingMatch, rule 'b'")]
    // A priority, ascending, goes before that; the default is 0.
    [TestCase("""{ "rules": { "allow": { "priority": -1 }, "deny": { "serve": false } } }""", "on: TargetingMatch, rule 'allow'")]
    [TestCase("""{ "rules": { "allow": { }, "deny": { "serve": false, "priority": 1 } } }""", "on: TargetingMatch, rule 'allow'")]
    [TestCase("""{ "rules": { "allow": { "priority": 0 }, "deny": { "serve": false } } }""", "off: TargetingMatch, rule 'deny'")]
    [TestCase("""{ "rules": { "last": { "priority": 2147483647 }, "first": { "priority": -2147483648 } } }""", "on: TargetingMatch, rule 'first'")]
    // Then by name, ordinal: capitals before small letters, '-' before digits before letters.
    [TestCase("""{ "rules": { "b": { }, "a": { } } }""", "on: TargetingMatch, rule 'a'")]
    [TestCase("""{ "rules": { "a": { }, "B": { } } }""", "on: TargetingMatch, rule 'B'")]
    [TestCase("""{ "rules": { "r10": { }, "r2": { } } }""", "on: TargetingMatch, rule 'r10'")]
    [TestCase("""{ "rules": { "z": { }, "ä": { } } }""", "on: TargetingMatch, rule 'z'")]
    // A variant and true weigh the same: the name decides.
    [TestCase("""{ "rules": { "b": { }, "a": { "serve": "v" } }, "variants": { "v": { } } }""", "on 'v': TargetingMatch, rule 'a'")]
    // Only what matches decides.
    [TestCase("""{ "rules": { "a": { "users": ["other"] }, "b": { } } }""", "on: TargetingMatch, rule 'b'")]
    [TestCase("""{ "rules": { "deny": { "users": ["other"], "serve": false }, "b": { } } }""", "on: TargetingMatch, rule 'b'")]
    // A rule that is switched off never matches.
    [TestCase("""{ "rules": { "a": { "enabled": false }, "b": { } } }""", "on: TargetingMatch, rule 'b'")]
    [TestCase("""{ "rules": { "a": { "enabled": false } } }""", "off: Default")]
    [TestCase("""{ "rules": { "a": { "enabled": true } } }""", "on: TargetingMatch, rule 'a'")]
    // None matches: the flag's default, which is false.
    [TestCase("""{ "rules": { } }""", "off: Default")]
    [TestCase("""{ "rules": { "a": { "users": [] } } }""", "off: Default")]
    [TestCase("""{ "rules": { "a": { "users": [] } }, "default": true }""", "on: Default")]
    [TestCase("""{ "rules": { "a": { "users": [] } }, "default": false }""", "off: Default")]
    [TestCase("""{ "default": true }""", "on: Default")]
    [TestCase("""{ "default": "V", "variants": { "v": { } } }""", "on 'v': Default")]
    [TestCase("""{ "default": "true" }""", "on: Default")]
    [TestCase("""{ "rules": { "a": { "serve": "FALSE" } }, "default": true }""", "off: TargetingMatch, rule 'a'")]
    // enabled: false is off for everyone, with no variant, whatever else stands there.
    [TestCase("""{ "enabled": false }""", "off: Disabled")]
    [TestCase("""{ "enabled": false, "default": "v", "variants": { "v": { } }, "rules": { "a": { "serve": "v" } } }""", "off: Disabled")]
    [TestCase("""{ "enabled": true, "rules": { "a": { } } }""", "on: TargetingMatch, rule 'a'")]
    // The short form.
    [TestCase("true", "on: Static")]
    [TestCase("false", "off: Static")]
    public void Rule_ThatDecides(string flag, string decision)
    {
        Assert.That(TestEvaluator.Decide(flag, new GrayContext("u")), Is.EqualTo(decision));
    }

    // The kill switch wins over everything and serves no variant.
    [TestCase("true")]
    [TestCase("""{ "default": "v", "variants": { "v": { } } }""")]
    [TestCase("""{ "rules": { "a": { } } }""")]
    [TestCase("""{ "rules": { "a": { "percentage": 100 } } }""")]
    public void Off_WinsOverEverything(string flag)
    {
        using var evaluator = GrayEvaluator.FromJson($$"""{ "off": ["F"], "flags": { "f": {{flag}} } }""");

        Assert.That(evaluator.Evaluate("f", new GrayContext("u")).ToString(), Is.EqualTo("off: Disabled"));
        Assert.That(evaluator.Evaluate("f", null).ToString(), Is.EqualTo("off: Disabled"));
    }
}
