using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Providers.Configuration;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

internal sealed class ConfigurationMergeTests
{
    private const string Checkout = """
        { "flags": { "new-checkout": { "owner": "payments", "rules": { "guangdong": { "regions": ["CN-GD"], "percentage": 25 },
            "staff": { "users": ["u-1"] } } } } }
        """;

    [Test]
    public void Variable_OverridesOneFieldOfOneRule()
    {
        Environment.SetEnvironmentVariable("GFT1_GrayFlags__Flags__new-checkout__Rules__guangdong__Percentage", "50");
        var document = new ConfigurationBuilder().Section(Checkout).AddEnvironmentVariables("GFT1_").Build().Document();

        Assert.Multiple(() =>
        {
            Assert.That(document.Rule("new-checkout", "guangdong").Percentage!.Of, Is.EqualTo(50m));
            Assert.That(document.Rule("new-checkout", "guangdong").Regions, Is.EqualTo(new[] { "CN-GD" }));
            Assert.That(document.Rule("new-checkout", "staff").Users, Is.EqualTo(new[] { "u-1" }));
            Assert.That(document.Flags["new-checkout"].Owner, Is.EqualTo("payments"));
        });
    }

    [Test]
    public void Layers_AddFlagsRulesAndSegments()
    {
        var document = ConfigurationLoads.Layers(
            """{ "segments": { "staff": { "users": ["u-1"] } }, "flags": { "a": { "rules": { "one": { "users": ["x"] } } } } }""",
            """{ "segments": { "beta": { "regions": ["CN"] } }, "flags": { "a": { "rules": { "two": { "serve": false } } }, "b": true } }""").Document();

        Assert.Multiple(() =>
        {
            Assert.That(document.Segments.Keys, Is.EqualTo(new[] { "staff", "beta" }));
            Assert.That(document.Flags.Keys, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(document.Flags["a"].Rules!.Keys, Is.EqualTo(new[] { "one", "two" }));
        });
    }

    [TestCase(
        """{ "new-banner": true }""", """{ "new-banner": { "rules": { "cn": { "regions": ["CN"] } } } }""", null, TestName = "An object over the short form")]
    [TestCase(
        """{ "new-banner": { "rules": { "cn": { "regions": ["CN"] } } } }""", """{ "new-banner": true }""", true, TestName = "The short form over an object")]
    [TestCase("""{ "new-banner": { "rules": { "cn": { "regions": ["CN"] } } } }""", """{ "new-banner": false }""", false, TestName = "Off over an object")]
    public void LastLayer_DecidesWhatAFlagIs(string lower, string upper, bool? isStatic)
    {
        var flag = ConfigurationLoads.Layers($$"""{ "flags": {{lower}} }""", $$"""{ "flags": {{upper}} }""").Document().Flags["new-banner"];

        Assert.Multiple(() =>
        {
            Assert.That(flag.Static, Is.EqualTo(isStatic));
            Assert.That(flag.Rules, isStatic is null ? Has.Count.EqualTo(1) : Is.Null);
        });
    }

    [Test]
    public void LastLayer_DecidesWhatAPercentageIs()
    {
        const string number = """{ "flags": { "a": { "rules": { "r": { "percentage": 10 } } } } }""";
        const string range = """{ "flags": { "a": { "rules": { "r": { "percentage": { "of": 20, "by": "tenant", "from": 5 } } } } } }""";

        var upperRange = ConfigurationLoads.Layers(number, range).Document().Rule("a", "r").Percentage!;
        var upperNumber = ConfigurationLoads.Layers(range, number).Document().Rule("a", "r").Percentage!;

        Assert.Multiple(() =>
        {
            Assert.That((upperRange.Of, upperRange.By, upperRange.From), Is.EqualTo((20m, "tenant", 5m)));
            Assert.That((upperNumber.Of, upperNumber.By, upperNumber.From), Is.EqualTo((10m, (string?)null, (decimal?)null)));
        });
    }

    // Lists are replaced whole, also those of objects; a bare number over a ramp ends it; one field of a window is one variable.
    [Test, Fault("C3")]
    public void WindowAndRamp_MergeByField_AndListsAreReplacedWhole()
    {
        const string lower = """
            { "flags": { "a": { "rules": { "r": {
                "window": { "days": ["mon", "tue", "wed"], "from": "09:00", "to": "18:00", "timeZone": "UTC" },
                "percentage": { "salt": "s", "ramp": [ { "at": "2026-12-01T00:00:00Z", "of": 1 }, { "at": "2026-12-02T00:00:00Z", "of": 2 },
                    { "at": "2026-12-03T00:00:00Z", "of": 3 } ] } } } } } }
            """;
        const string upper = """
            { "flags": { "a": { "rules": { "r": {
                "window": { "days": ["sun"], "to": "12:00" },
                "percentage": { "ramp": [ { "at": "2027-01-01T00:00:00Z", "of": 50 } ] } } } } } }
            """;
        const string number = """{ "flags": { "a": { "rules": { "r": { "percentage": 10 } } } } }""";

        var rule = ConfigurationLoads.Layers(lower, upper).Document().Rule("a", "r");
        var stopped = ConfigurationLoads.Layers(lower, number).Document().Rule("a", "r");

        Assert.Multiple(() =>
        {
            Assert.That(rule.Window!.Recurrence!.Days, Is.EqualTo(new[] { DayOfWeek.Sunday }));
            Assert.That((rule.Window.Recurrence.From, rule.Window.Recurrence.To), Is.EqualTo(((TimeOnly?)new TimeOnly(9, 0), (TimeOnly?)new TimeOnly(12, 0))));
            Assert.That(rule.Percentage!.Salt, Is.EqualTo("s"));
            Assert.That(rule.Percentage.Ramp!.Select(point => (point.At.Year, point.Of)), Is.EqualTo(new[] { (2027, 50m) }));
            Assert.That((stopped.Percentage!.Of, stopped.Percentage.Ramp), Is.EqualTo((10m, (IReadOnlyList<RampPointDefinition>?)null)));
        });
    }

    // Null is absent; but a window without its recurrence would be open for longer, so it is refused.
    [TestCase("""{ "timeZone": "UTC", "start": "2026-12-01T00:00:00Z", "recurrence": null }""")]
    [TestCase("""{ "timeZone": "UTC", "start": "2026-12-01T00:00:00Z", "recurrence": { } }""")]
    public void EmptyRecurrence_IsNoRecurrenceThatIsAlwaysOpen(string window)
    {
        var recurrence = ConfigurationLoads.Layers($$"""{ "flags": { "a": { "rules": { "r": { "window": {{window}} } } } } }""")
            .Document()
            .Rule("a", "r").Window!.Recurrence;

        Assert.That(recurrence, Is.Not.Null);
    }

    [Test]
    public void ThreeLayers_ScalarInTheMiddle_ForgetsWhatItReplaced()
    {
        var flag = ConfigurationLoads.Layers(
            """{ "flags": { "a": { "owner": "first", "rules": { "r": { "users": ["x"] } } } } }""",
            """{ "flags": { "a": true } }""",
            """{ "flags": { "a": { "default": true } } }""").Document().Flags["a"];

        Assert.Multiple(() =>
        {
            Assert.That(flag.Owner, Is.Null);
            Assert.That(flag.Rules, Is.Null);
            Assert.That(flag.Default, Is.EqualTo(ServeDefinition.True));
        });
    }

    [TestCase("""["C"]""", "C")]
    [TestCase("""["C", "D", "E"]""", "C,D,E")]
    [TestCase("[]", "")]
    [TestCase("\"C,D\"", "C,D")]
    [TestCase("null", "A,B")]
    [Fault("C3")]
    public void List_IsReplacedWhole(string upper, string expected)
    {
        var document = ConfigurationLoads.Layers(
            """{ "flags": { "a": { "rules": { "r": { "users": ["A", "B"] } } } } }""",
            $$"""{ "flags": { "a": { "rules": { "r": { "users": {{upper}} } } } } }""").Document();

        Assert.That(string.Join(',', document.Rule("a", "r").Users!), Is.EqualTo(expected));
    }

    [Test]
    [Fault("C3")]
    public void List_WithOneEntryFromAVariable_IsThatEntry()
    {
        Environment.SetEnvironmentVariable("GFT2_GrayFlags__Flags__new-checkout__Rules__staff__Users__1", "u-9");
        var document = new ConfigurationBuilder().Section(Checkout).AddEnvironmentVariables("GFT2_").Build().Document();

        Assert.That(document.Rule("new-checkout", "staff").Users, Is.EqualTo(new[] { "u-9" }));
    }

    [Test]
    public void List_OfElevenEntries_IsInTheOrderOfNumbers()
    {
        var users = Enumerable.Range(0, 11).Select(index => $"u{index}").ToArray();
        var root = new ConfigurationBuilder().Keys([.. users.Select((user, index) => ($"Flags:a:Rules:r:Users:{index}", (string?)user))]).Build();

        Assert.That(root.Document().Rule("a", "r").Users, Is.EqualTo(users));
    }

    [Test]
    public void Names_OfDigits_StayNames()
    {
        var document = ConfigurationLoads.Layers(
            """{ "segments": { "0": { "users": ["x"] } }, "flags": { "1": true, "0": { "rules": { "7": { "segments": ["0"] } },"""
                + """ "variants": { "0": { "value": "v" } } } } }""").Document();

        Assert.Multiple(() =>
        {
            Assert.That(document.Segments.Keys, Is.EqualTo(new[] { "0" }));
            Assert.That(document.Flags.Keys, Is.EqualTo(new[] { "0", "1" }));
            Assert.That(document.Flags["0"].Rules!.Keys, Is.EqualTo(new[] { "7" }));
            Assert.That(document.Flags["0"].Variants!.Keys, Is.EqualTo(new[] { "0" }));
        });
    }

    [TestCase("""{ "flags": { "a": { "rules": [ { "users": ["x"] }, { "users": ["y"] } ] } } }""", "{ }")]
    [TestCase("""{ "flags": { "a": { "rules": [ { "users": ["x"] } ] } } }""", """{ "flags": { "a": { "rules": { "r": { "users": ["y"] } } } } }""")]
    [TestCase("""{ "flags": { "a": { "rules": { "r": { "users": ["y"] } } } } }""", """{ "flags": { "a": { "rules": [ { "users": ["x"] } ] } } }""")]
    public void Rules_WrittenAsAList_AreRefusedInAnyLayer(string lower, string upper) =>
        Assert.That(
            ConfigurationLoads.Layers(lower, upper).Problems(),
            Is.EqualTo(new[] { "configuration:GrayFlags: flags.a.rules: " + ProblemText.RulesAreKeyed }));

    [Test]
    public void Value_AndChildrenInOneLayer_TheValueWins()
    {
        // A root's own indexer sets a key in every provider, also in the one of a file that holds an object there.
        var root = new ConfigurationBuilder().Section(Checkout).Build();
        root["GrayFlags:Flags:new-checkout"] = "false";

        Assert.That(root.Document().Flags["new-checkout"].Static, Is.False);
    }

    [Test]
    public void Manager_IsReadLayerByLayer()
    {
        using var manager = new ConfigurationManager();
        manager.Section(Checkout).Keys(("Flags:new-checkout:Rules:staff:Users:0", "u-2"), ("Flags:new-checkout:Rules:staff:Enabled", "false"));

        var provider = ConfigurationRuleProvider.Create(
            manager.GetSection("GrayFlags"), manager, false, DocumentLimits.Default, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var load = provider.Load();

        Assert.Multiple(() =>
        {
            Assert.That(load.Document().Rule("new-checkout", "staff").Users, Is.EqualTo(new[] { "u-2" }));
            Assert.That(load.Document().Rule("new-checkout", "staff").Enabled, Is.False);
            Assert.That(load.Warnings, Is.Empty);
            Assert.That(provider.Name, Is.EqualTo("configuration:GrayFlags"));
        });
    }
}
