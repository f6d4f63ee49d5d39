using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

internal sealed class ConfigurationKillSwitchTests
{
    [Test]
    public void Off_FromAVariable_NeverTurnsOnWhatAFileSwitchedOff()
    {
        Environment.SetEnvironmentVariable("GFT3_GrayFlags__Off", "new-checkout, x");
        var document =
            new ConfigurationBuilder().Section("""{ "off": ["a", "b"], "flags": { "a": true } }""").AddEnvironmentVariables("GFT3_").Build().Document();

        Assert.That(document.Off, Is.EqualTo(new[] { "a", "b", "new-checkout", "x" }));
    }

    [TestCase("""["a"]""", """["b"]""", "a,b")]
    [TestCase("\"a,c\"", """["b"]""", "a,c,b")]
    [TestCase("""["a"]""", "\"b\"", "a,b")]
    [TestCase("""["a"]""", "[]", "a")]
    [TestCase("""["a"]""", "\"\"", "a")]
    [TestCase("""["a"]""", "null", "a")]
    [TestCase("""["a"]""", """["A", "b"]""", "a,b")]
    public void Off_IsTheUnionOfLayers(string lower, string upper, string expected)
    {
        var document = ConfigurationLoads.Layers($$"""{ "off": {{lower}} }""", $$"""{ "OFF": {{upper}} }""").Document();

        Assert.That(string.Join(',', document.Off), Is.EqualTo(expected));
    }

    [Test]
    public void Off_AsTextAndListInOneLayer_CountsBoth()
    {
        var document = new ConfigurationBuilder().Keys(("Off", "a"), ("Off:0", "b")).Build().Document();

        Assert.That(document.Off, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Off_OfARefusedDocument_IsStillKnown()
    {
        var load = ConfigurationLoads.Layers("""{ "off": ["a"], "flags": { "a": { "rules": { "r": { "percentage": "12,5" } } } } }""", """{ "off": "b" }""")
            .Provider()
            .Load();

        Assert.Multiple(() =>
        {
            Assert.That(load.Document, Is.Null);
            Assert.That(load.Off, Is.EqualTo(new[] { "a", "b" }));
        });
    }

    [Test]
    public void Off_GivenAsAnObject_IsRefusedAndTheOthersAreObeyed()
    {
        var file = new ReplaceableLayer("""{ "GrayFlags": { "off": ["a"] } }""");
        var provider = new ConfigurationBuilder().Add(file).Keys(("Off", "b")).Build().Provider();
        provider.Load().Document();

        file.Replace("""{ "GrayFlags": { "off": { "new-checkout": true } } }""");
        var load = provider.Load();

        Assert.Multiple(() =>
        {
            Assert.That(load.Problems.Select(problem => problem.Path), Is.EqualTo(new[] { "off[0]" }));
            Assert.That(load.Off, Is.EqualTo(new[] { "b" }), "that what was off stays off is the updater's part");
        });
    }

    [Test]
    public void Off_BesideADocumentThatIsNotReadAtAll_IsObeyed()
    {
        var load =
            new ConfigurationBuilder().Keys(("Off", "a"), ("Metadata:" + string.Join(':', Enumerable.Repeat("x", 100)), "deep")).Build().Provider().Load();

        Assert.Multiple(() =>
        {
            Assert.That(load.Document, Is.Null);
            Assert.That(load.Off, Is.EqualTo(new[] { "a" }));
        });
    }

    [Test]
    public void Off_AloneInAVariable_IsADocument()
    {
        var document = new ConfigurationBuilder().Keys(("Off", "a")).Build().Document();

        Assert.That(document.Off, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Off_OfABareSection_IsCollectedToo()
    {
        var bare = new ConfigurationBuilder().Section("""{ "off": ["a", "b"] }""").Keys(("Off", "c")).Build().Opaque().BareProvider().Load();

        Assert.That(bare.Document().Off, Is.EquivalentTo(new[] { "a", "b", "c" }));
    }
}
