using System.Text;
using GrayFlags.Documents;
using GrayFlags.Formats.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests;

/// <summary>Documents that are made to be misread: each is refused with a reason, and none is approximated.</summary>
public sealed class CraftedDocumentTests
{
    private static readonly (string Name, IRuleFormat Format)[] Formats =
        [("unleash", UnleashFormat.Instance), ("flagd", FlagdFormat.Instance), ("microsoft", FeatureManagementFormat.Instance)];

    // An evaluator that comes to itself; leaves that give other things than true and false; names in two cases; documents of something else.
    [TestCase("flagd", """
        { "$evaluators": { "e": { "and": [{ "$ref": "e" }, true] } }, "flags": { "f": { "variants": { "true": true }, "targeting": { "$ref": "e" } } } }
        """)]
    [TestCase("flagd", """
        { "$evaluators": { "e": { "if": [{ "var": "x" }, { "$ref": "e" }] } }, "flags": { "f": { "variants": { "a": 1 }, "targeting": { "$ref": "e" } } } }
        """)]
    [TestCase("flagd", """{ "flags": { "f": { "variants": { "true": true, "false": false }, "targeting": { "var": "beta" } } } }""")]
    [TestCase("flagd", """{ "flags": { "f": { "variants": { "true": true, "false": false }, "targeting": { "or": [{ "var": "x" }, "true"] } } } }""")]
    [TestCase("flagd", """{ "flags": { "f": { "variants": { "a": 1, "A": 2 }, "defaultVariant": "a" } } }""")]
    [TestCase("flagd", """{ "flags": { "f": { "variants": { "a": 1 }, "targeting": { "if": [{ "===": [[1], [2]] }, "a"] } } } }""")]
    [TestCase("flagd", """{ "flags": { "f": { "variants": { "a": 1 }, "targeting": { "fractional": [{ "cat": [1.0, { "var": "x" }] }, ["a"]] } } } }""")]
    [TestCase("flagd", """{ "flags": { "f": { "variants": { "a": 1 }, "targeting": { "if": [{ "!": [] }, "a"] } } } }""")]
    [TestCase("flagd", """{ "flags": { "f": true, "g": { "default": true } } }""")]
    [TestCase("unleash", """{ "error": "unauthorized" }""")]
    [TestCase("unleash", """{ "features": {} }""")]
    [TestCase("unleash", """{ "features": [{ "name": "f", "enabled": true, "strategies": { "name": "userWithId" } }] }""")]
    [TestCase("unleash", """{ "features": [{ "name": "f", "enabled": true, "strategies": [{ "name": "default", "constraints": {} }] }] }""")]
    [TestCase("unleash", """{ "features": [{ "name": "f", "enabled": true, "strategies": [{ "name": "default", "disabled": "yes" }] }] }""")]
    [TestCase("unleash", """{ "features": [{ "name": "f", "enabled": true, "variants": [{ "name": "a", "weight": 1 }, { "name": "A", "weight": 1 }] }] }""")]
    [TestCase("unleash", """{ "features": [{ "name": "f", "enabled": true, "variants": [{ "name": "\\ud800", "weight": 1 }] }] }""")]
    [TestCase("unleash", """
        { "features": [{ "name": "f", "enabled": true, "strategies": [{ "name": "default",
            "constraints": [{ "contextName": "currentTime", "operator": "DATE_AFTER", "value": "9999-12-31T23:59:59.9999999Z" }] }] }] }
        """)]
    [TestCase("unleash", """
        { "features": [{ "name": "f", "enabled": true, "strategies": [{ "name": "default",
            "constraints": [{ "contextName": "x", "operator": "REGEX", "value": "^[^\\W]+$" }] }] }] }
        """)]
    [TestCase("unleash", """
        { "features": [{ "name": "p", "enabled": true, "variants": [{ "name": "true", "weight": 1 }] },
            { "name": "f", "enabled": true, "dependencies": [{ "feature": "p", "variants": ["true"] }] }] }
        """)]
    [TestCase("microsoft", """{ "flags": {} }""")]
    [TestCase("microsoft", """{ "FeatureManagement": { "f": { "EnabledFor": [{ "Name": "Targeting", "Parameters": {} }] } } }""")]
    [TestCase("microsoft", """
        { "feature_management": { "feature_flags": [{ "id": "f", "enabled": true, "variants": [{ "name": "a" }],
            "allocation": { "seed": "", "percentile": [{ "variant": "a", "from": 0, "to": 50 }] } }] } }
        """)]
    [TestCase("microsoft", """
        { "feature_management": { "feature_flags": [{ "id": "f", "enabled": true, "variants": [{ "name": "a" }, { "name": "A" }] }] } }
        """)]
    public void Document_IsRefused_WithAReason(string format, string json) => Assert.That(Of(format).Problems(json), Is.Not.Empty.And.All.Not.Empty);

    [Test]
    public void Evaluators_ThatDouble_AreRefused_BeforeTheyGrow()
    {
        var evaluators = Enumerable.Range(0, 60)
            .Select(index => $$""" "e{{index}}": { "and": [{ "$ref": "e{{index + 1}}" }, { "$ref": "e{{index + 1}}" }] } """);
        var json = $$"""
            { "$evaluators": { {{string.Join(',', evaluators)}}, "e60": { "var": "x" } },
              "flags": { "f": { "variants": { "a": 1 }, "targeting": { "if": [{ "$ref": "e0" }, "a"] } } } }
            """;

        Assert.That(FlagdFormat.Instance.Problems(json), Has.One.Contains("larger or nested deeper"));
    }

    [Test]
    public void Flag_IsLeftOut_AndNotOneWhoseNameItBeginsWith()
    {
        var format = new FeatureManagementFormat(new FeatureManagementFormatOptions { LeavesOutRefusedFlags = true });

        var document = format.Document("""
            { "FeatureManagement": { "a": true, "a.b": { "EnabledFor": [{ "Name": "Percentage", "Parameters": { "Value": 1.23456 } }] } } }
            """);

        Assert.That(document.Flags.Keys, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void ByteOrderMark_IsPassedOver() => Assert.That(
        UnleashFormat.Instance.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("""{ "features": [] }""")], new DocumentReaderOptions()).Document,
        Is.Not.Null);

    [TestCase("""^[(\\[]\\d+[)\\]]$""", "[12]", ExpectedResult = true)]
    [TestCase("""^[([]\\d+$""", "[12", ExpectedResult = true)]
    [TestCase("""^[]a]+$""", "]a", ExpectedResult = true)]
    [TestCase("""^[a-z-[aeiou]]+$""", "a]", ExpectedResult = true, Description = "no subtraction, but a class and a bracket behind it")]
    [TestCase("""(?x)^a b$""", "ab", ExpectedResult = false)]
    public bool Pattern_IsThatOfRe2(string pattern, string text)
    {
        using var flags = UnleashFormat.Instance.Evaluator($$"""
            { "features": [{ "name": "f", "enabled": true,
                "strategies": [{ "name": "default", "constraints": [{ "contextName": "x", "operator": "REGEX", "value": "{{pattern}}" }] }] }] }
            """);

        return flags.IsEnabled("f", new GrayContext { ["x"] = text });
    }

    [Test]
    public void OldSchema_EnabledForTrue_IsOn_AndTheFirstOfEqualVariantsCounts()
    {
        using var flags = FeatureManagementFormat.Instance.Evaluator("""
            { "FeatureManagement": { "old": { "EnabledFor": true } },
              "feature_management": { "feature_flags": [{ "id": "f", "enabled": true,
                "variants": [{ "name": "a", "configuration_value": "first" }, { "name": "a", "configuration_value": "second" }],
                "allocation": { "default_when_enabled": "a" } }] } }
            """);

        Assert.That(flags.IsEnabled("old"), Is.True);
        Assert.That(flags.GetValue("f", new GrayContext(), ""), Is.EqualTo("first"));
    }

    private static IRuleFormat Of(string name) => Formats.Single(format => format.Name == name).Format;
}
