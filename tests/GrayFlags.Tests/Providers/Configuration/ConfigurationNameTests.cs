using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

internal sealed class ConfigurationNameTests
{
    [Test]
    [Fault("C4")]
    public void TwoSpellings_InOneLayer_AreAProblem()
    {
        var root =
            ConfigurationLoads.Layers("""{ "flags": { "Checkout": { "default": true }, "checkout": { "owner": "x" }, "CHECKOUT": { "tags": ["y"] } } }""");

        Assert.That(
            root.Problems(),
            Has.Length.EqualTo(2).And.All
                .Matches("^configuration:GrayFlags: flags.(checkout: 'checkout'|CHECKOUT: 'CHECKOUT'|Checkout: 'Checkout') is given twice"));
    }

    [TestCase("Flags:a:Rules:R:Users", "Flags:a:Rules:r:Regions", "flags.a.rules.")]
    [TestCase("Segments:S:Users", "Segments:s:Regions", "segments.")]
    [TestCase("Flags:a:Variants:V:Value", "Flags:a:Variants:v:Value:x", "flags.a.variants.")]
    [Fault("C4")]
    public void TwoSpellings_OfAnyName_AreAProblem(string first, string second, string path)
    {
        var problems = new ConfigurationBuilder().Keys((first, "x"), (second, "y")).Build().Provider().Load().Problems;

        Assert.That(
            problems.Where(problem =>
                problem.Path.StartsWith(path, StringComparison.OrdinalIgnoreCase) && problem.Message.Contains("given twice", StringComparison.Ordinal)),
            Has.Exactly(1).Items);
    }

    [Test]
    [Fault("C4")]
    public void TwoSpellings_InTwoLayers_AreOneFlag_AndTheEarliestIsItsName()
    {
        var document = ConfigurationLoads.Layers(
            """{ "flags": { "Checkout": { "rules": { "Staff": { "users": ["x"] } } } } }""",
            """{ "Flags": { "checkout": { "Rules": { "STAFF": { "Enabled": false } } } } }""").Document();

        Assert.Multiple(() =>
        {
            Assert.That(document.Flags.Keys, Is.EqualTo(new[] { "Checkout" }));
            Assert.That(document.Flags["Checkout"].Rules!.Keys, Is.EqualTo(new[] { "Staff" }));
            Assert.That(document.Rule("Checkout", "Staff").Users, Is.EqualTo(new[] { "x" }));
            Assert.That(document.Rule("Checkout", "Staff").Enabled, Is.False);
        });
    }

    [Test]
    [Fault("C4")]
    public void TwoSpellings_OfAField_AreNoProblem()
    {
        var document = new ConfigurationBuilder().Keys(("Flags:a:Default", "true"), ("FLAGS:b:Default", "true"), ("flags:b:OWNER", "x")).Build().Document();

        Assert.That(document.Flags.Keys, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    [Fault("C4")]
    public void Colon_InAName_IsAStepDown()
    {
        var problems = new ConfigurationBuilder().Section("""{ "flags": { "pay:later": true } }""").Build().Problems();

        Assert.That(problems, Has.Length.EqualTo(1));
        Assert.That(problems[0], Does.StartWith("configuration:GrayFlags: flags.pay.later: 'later' is not a field here"));
    }

    [TestCase(
        """{ "Flags": { "a": { "Enabled": true, "Rules": { "r": { "Users": ["x"], "Percentage": { "Of": 5, "By": "tenant" },"""
            + """ "Except": { "Regions": ["CN"] } } } } } }""")]
    [TestCase(
        """{ "flags": { "a": { "enabled": true, "rules": { "r": { "users": ["x"], "percentage": { "of": 5, "by": "tenant" },"""
            + """ "except": { "regions": ["CN"] } } } } } }""")]
    [TestCase(
        """{ "FLAGS": { "a": { "ENABLED": true, "RULES": { "r": { "USERS": ["x"], "PERCENTAGE": { "OF": 5, "BY": "tenant" },"""
            + """ "EXCEPT": { "REGIONS": ["CN"] } } } } } }""")]
    public void Fields_InAnyCase_ReadTheSame(string section)
    {
        var rule = ConfigurationLoads.Layers(section).Document().Rule("a", "r");

        Assert.Multiple(() =>
        {
            Assert.That(rule.Users, Is.EqualTo(new[] { "x" }));
            Assert.That(rule.Percentage!.Of, Is.EqualTo(5m));
            Assert.That(rule.Except!.Regions, Is.EqualTo(new[] { "CN" }));
        });
    }

    [Test]
    public void DeepKey_IsRefused_NotFollowed()
    {
        var root = new ConfigurationBuilder().Keys(("Metadata:" + string.Join(':', Enumerable.Repeat("x", 5_000)), "y")).Build();

        Assert.That(root.Problems().Single(), Does.Contain("nested deeper than 32"));
    }

    [Test]
    public void HalfASurrogatePair_IsRefused()
    {
        var problems = new ConfigurationBuilder().Keys(("Flags:a:Rules:r:Users:0", "u\ud800"), ("Flags:b\udc00", "true")).Build().Provider().Load().Problems;

        Assert.That(problems.Select(problem => problem.Path), Is.EqualTo(new[] { "flags.a.rules.r.users[0]", "flags.b\ufffd" }));
    }
}
