using GrayFlags.Formats.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.Flagd;

public sealed class FlagdFormatTests
{
    // murmur3 of "fractional-flagjack" is 2682799072: 62 of 100 in the second generation, 75 in the first.
    [TestCase(FlagdFractional.V2, 62, ExpectedResult = "off")]
    [TestCase(FlagdFractional.V2, 63, ExpectedResult = "on")]
    [TestCase(FlagdFractional.V1, 75, ExpectedResult = "off")]
    [TestCase(FlagdFractional.V1, 76, ExpectedResult = "on")]
    public string? Fractional_DividesByTheHashOfItsGeneration(FlagdFractional generation, int weight)
    {
        using var flags = new FlagdFormat(new FlagdFormatOptions { Fractional = generation }).Evaluator($$"""
            { "flags": { "fractional-flag": { "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "off",
                "targeting": { "fractional": [["on", {{weight}}], ["off", {{100 - weight}}]] } } } }
            """);

        var decision = flags.Evaluate("fractional-flag", new GrayContext("jack"));

        Assert.That(decision.Enabled, Is.EqualTo(decision.Variant == "on"));
        return decision.Variant;
    }

    [Test]
    public void Variants_NamedTrueAndFalse_KeepTheirNames()
    {
        using var flags = FlagdFormat.Instance.Evaluator("""
            { "flags": { "f": { "state": "ENABLED", "variants": { "true": true, "false": false }, "defaultVariant": "false",
                "targeting": { "==": [{ "var": "plan" }, "pro"] } } } }
            """);

        Assert.That(flags.Evaluate("f", new GrayContext { ["plan"] = "pro" }).Variant, Is.EqualTo("true"));
        Assert.That(flags.Evaluate("f", new GrayContext()).Variant, Is.EqualTo("false"));
        Assert.That(flags.GetValue("f", new GrayContext { ["plan"] = "pro" }, false), Is.True);
        Assert.That(flags.IsEnabled("f", new GrayContext()), Is.False);
    }

    [Test]
    public void Evaluators_AreReferredTo()
    {
        using var flags = FlagdFormat.Instance.Evaluator("""
            { "$evaluators": { "isPro": { "in": [{ "var": "plan" }, ["pro"]] } },
              "flags": { "f": { "state": "ENABLED", "variants": { "a": 1, "b": 2 }, "defaultVariant": "b",
                "targeting": { "if": [{ "$ref": "isPro" }, "a"] } } } }
            """);

        Assert.That(flags.GetValue("f", new GrayContext { ["plan"] = "pro" }, 0), Is.EqualTo(1));
        Assert.That(flags.GetValue("f", new GrayContext { ["plan"] = "free" }, 0), Is.EqualTo(2));
    }

    [Test]
    public void Timestamp_IsAWindow([Values] bool isBefore)
    {
        var seconds = Converted.Now.ToUnixTimeSeconds();

        using var flags = FlagdFormat.Instance.Evaluator($$"""
            { "flags": { "f": { "state": "ENABLED", "variants": { "a": 1, "b": 2 }, "defaultVariant": "b",
                "targeting": { "if": [{ ">": [{ "var": "$flagd.timestamp" }, {{(isBefore ? seconds - 1 : seconds)}}] }, "a"] } } } }
            """);

        Assert.That(flags.Evaluate("f", new GrayContext()).Variant, Is.EqualTo(isBefore ? "a" : "b"));
    }

    [Test]
    public void DisabledFlag_GivesTheDefaultOfTheCode()
    {
        using var flags = FlagdFormat.Instance.Evaluator("""
            { "flags": { "f": { "state": "DISABLED", "variants": { "a": 1 }, "defaultVariant": "a" } } }
            """);

        Assert.That(flags.GetValue("f", new GrayContext(), 7), Is.EqualTo(7));
    }

    [TestCase("""{ "if": [{ "==": [{ "var": "a" }, { "var": "b" }] }, "x"] }""", "two fields")]
    [TestCase("""{ "if": [{ "some": [{ "var": "a" }, true] }, "x"] }""", "'some'")]
    [TestCase("""{ "var": "variant" }""", "something else than true or false")]
    [TestCase("""{ "fractional": [{ "cat": [{ "var": "a" }, "-behind"] }, ["x", 1]] }""", "behind")]
    [TestCase(""" "z" """, "'z'")]
    [TestCase("""{ "if": [{ "$ref": "nobody" }, "x"] }""", "'nobody'")]
    public void WhatCannotBeSaid_IsRefused_WithTheReason(string targeting, string reason)
    {
        var json = $$"""
            { "flags": { "f": { "state": "ENABLED", "variants": { "x": 1 }, "defaultVariant": "x", "targeting": { "if": [true, {{targeting}}] } } } }
            """;

        Assert.That(FlagdFormat.Instance.Problems(json), Has.One.StartsWith("f: ").And.Contains(reason));
    }
}
