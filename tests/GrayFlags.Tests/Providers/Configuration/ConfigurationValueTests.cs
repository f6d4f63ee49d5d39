using GrayFlags.Documents;
using GrayFlags.Documents.Reading;
using GrayFlags.Providers.Configuration;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

internal sealed class ConfigurationValueTests
{
    [TestCase("", "Flags:a:Rules:r:Percentage", "12,5", "flags.a.rules.r.percentage")]
    [TestCase("de-DE", "Flags:a:Rules:r:Percentage", "12,5", "flags.a.rules.r.percentage")]
    [TestCase("tr-TR", "Flags:a:Rules:r:Percentage", "12,5", "flags.a.rules.r.percentage")]
    [TestCase("de-DE", "Flags:a:Rules:r:Percentage", "0x10", "flags.a.rules.r.percentage")]
    [TestCase("de-DE", "Flags:a:Rules:r:Percentage", "", "flags.a.rules.r.percentage")]
    [TestCase("tr-TR", "Flags:a:Rules:r:Priority", "1.5", "flags.a.rules.r.priority")]
    [TestCase("tr-TR", "Flags:a:Rules:r:Enabled", "yes", "flags.a.rules.r.enabled")]
    [TestCase("de-DE", "Flags:a", "", "flags.a")]
    [TestCase("de-DE", "Version", "1.000", "version")]
    [Fault("C5")]
    public void BadText_IsRefused_WithItsPath(string culture, string key, string value, string path)
    {
        using var scope = new CultureScope(culture);

        var load = new ConfigurationBuilder().Keys((key, value)).Build().Provider().Load();

        Assert.That(load.Outcome, Is.EqualTo(LoadOutcome.Invalid));
        Assert.That(load.Problems.Select(problem => problem.Path), Is.EqualTo(new[] { path }));
    }

    [TestCase("")]
    [TestCase("de-DE")]
    [TestCase("tr-TR")]
    [Fault("C5")]
    public void GoodText_ReadsTheSameInAnyCulture(string culture)
    {
        using var scope = new CultureScope(culture);

        var rule = new ConfigurationBuilder()
            .Keys((
                "FLAGS:I:RULES:R:PERCENTAGE",
                "12.5"), ("FLAGS:I:RULES:R:PRIORITY", "-3"), ("FLAGS:I:RULES:R:SERVE", "False"), ("FLAGS:I:RULES:R:REGIONS", "CN-GD, CN-HI"))
            .Build().Document().Rule("i", "r");

        Assert.Multiple(() =>
        {
            Assert.That(rule.Percentage!.Of, Is.EqualTo(12.5m));
            Assert.That(rule.Priority, Is.EqualTo(-3));
            Assert.That(rule.Serve, Is.EqualTo(ServeDefinition.False));
            Assert.That(rule.Regions, Is.EqualTo(new[] { "CN-GD", "CN-HI" }));
        });
    }

    [TestCase("users")]
    [TestCase("segments")]
    [TestCase("regions")]
    public void EmptyList_MatchesNobody_AndIsNeverAnAbsentCondition(string field)
    {
        var rule = ConfigurationLoads.Layers($$"""{ "flags": { "a": { "rules": { "r": { "{{field}}": [] } } } } }""").Document().Rule("a", "r");

        Assert.That(field switch { "users" => rule.Users, "segments" => rule.Segments, _ => rule.Regions }, Is.Empty);
    }

    [Test]
    public void EmptyList_ThatAnOlderReaderBringsAsNull_IsAnEmptyList() => Assert.That(Older(null).Text, Is.Empty);

    // As an empty list it would replace the one of the layer below: in an exception it would let people in.
    [Test]
    public void Null_ThatAnOlderReaderBringsAsText_IsNull() => Assert.That(Older(""), Is.SameAs(ConfigNode.Null));

    [TestCase("flags:a:rules:r:when:plan")]
    [TestCase("flags:a:rules:r:when:plan:ne")]
    [TestCase("flags:a:variants:v:value")]
    [TestCase("flags:a:default")]
    public void Text_ThatAnOlderReaderBrings_StaysOne_WhereOneMayBeMeant(string key) => Assert.That(Older("", key).Text, Is.Empty);

    [Test]
    public void Null_IsAbsent()
    {
        // The reader of .NET 8 makes a text of them, which is refused.
#if NET10_0_OR_GREATER
        const string singleValues = """, "enabled": null, "rules": { "r": { "percentage": 5, "serve": null, "priority": null } }""";
#else
        const string singleValues = """, "rules": { "r": { "percentage": 5 } }""";
#endif
        var document = ConfigurationLoads.Layers(
            """{ "description": null, "flags": { "gone": null, "a": { "owner": null, "variants": null""" + singleValues + " } } }").Document();

        Assert.Multiple(() =>
        {
            Assert.That(document.Flags.Keys, Is.EqualTo(new[] { "a" }));
            Assert.That(document.Rule("a", "r").Priority, Is.Null);
            Assert.That(document.Rule("a", "r").Serve, Is.Null);
        });
    }

    [Test]
    public void Null_AboveAnything_LeavesIt()
    {
        var document = ConfigurationLoads.Layers(
            """{ "flags": { "a": true, "b": { "rules": { "r": { "window": { "start": "2026-12-01T00:00:00Z" } } } } } }""",
            """{ "flags": { "a": null, "b": { "rules": { "r": { "window": { } } } } } }""").Document();

        Assert.Multiple(() =>
        {
            Assert.That(document.Flags["a"].Static, Is.True);
            Assert.That(document.Rule("b", "r").Window!.Start, Is.Not.Null);
        });
    }

    // A JSON file's { } and null are one and the same here. What would widen a rule if it were absent is refused as { } is in a file.
    [TestCase("null", "percentage", "flags.a.rules.r.percentage")]
    [TestCase("{ }", "percentage", "flags.a.rules.r.percentage")]
    public void EmptyCondition_IsRefused(string json, string field, string path) =>
        Assert.That(
            ConfigurationLoads.Layers($$"""{ "flags": { "a": { "rules": { "r": { "users": ["x"], "{{field}}": {{json}} } } } } }""")
                .Provider()
                .Load().Problems
                .Select(problem => problem.Path),
            Is.EqualTo(new[] { path }));

    [TestCase("window")]
    [TestCase("except")]
    public void EmptyCondition_ReachesTheCompiler(string field)
    {
        var rule =
            ConfigurationLoads.Layers($$"""{ "flags": { "a": { "rules": { "r": { "users": ["x"], "{{field}}": { } } } } } }""").Document().Rule("a", "r");

        Assert.That(field == "window" ? rule.Window : (object?)rule.Except, Is.Not.Null);
    }

    [TestCase("{ }")]
    [TestCase("null")]
    public void EmptyRule_IsRefused_SinceItMayMeanEveryone(string json) =>
        Assert.That(
            ConfigurationLoads.Layers($$"""{ "flags": { "a": { "rules": { "everyone": {{json}} } } } }""").Problems(),
            Is.EqualTo(new[] { "configuration:GrayFlags: flags.a.rules.everyone: " + ConfigText.NullRule }));

    [Test]
    public void EmptyRules_AreThere() =>
        Assert.That(ConfigurationLoads.Layers("""{ "flags": { "a": { "rules": { } } } }""").Document().Flags["a"].Rules, Is.Empty);

    private static ConfigNode Older(string? value, string key = "flags:a:rules:r:users")
    {
        var problems = new List<DocumentProblem>();
        var node = new ConfigReader(new OlderReaderLayer(key, value), "test", 32, problems).ReadDocument("GrayFlags", isShared: false);

        Assert.That(problems, Is.Empty);
        return key.Split(':').Aggregate(node, (parent, name) => parent.Fields![name]);
    }

    private sealed class OlderReaderLayer(string key, string? value) : IConfigLayer
    {
        private readonly ProviderLayer _layer = new(new ConfigurationBuilder().Keys((key, value)).Build().Providers.Single());

        public object Identity => this;

        public bool IsEmpty => false;

        public bool IsMerged => false;

        public bool IsOfOneMoment => true;

        public NullMeaning NullMeaning => NullMeaning.EmptyList;

        public IEnumerable<string> Keys(string path) => _layer.Keys(path);

        public bool TryGet(string path, out string? value) => _layer.TryGet(path, out value);
    }
}
