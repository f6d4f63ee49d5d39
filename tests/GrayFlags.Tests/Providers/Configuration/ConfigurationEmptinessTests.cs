using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

internal sealed class ConfigurationEmptinessTests
{
    private const string Flags = """{ "GrayFlags": { "off": ["dead"], "flags": { "a": true } } }""";

    [TestCase("{ }")]
    [TestCase("""{ "GrayFlags": { } }""")]
    [TestCase("""{ "GrayFlags": null }""")]
    [TestCase("""{ "GrayFlags": "" }""")]
    [TestCase("""{ "Logging": { "LogLevel": "Debug" } }""")]
    public void Section_NeverWritten_IsNothing(string json) =>
        Assert.That(new ConfigurationBuilder().Json(json).Build().Provider().Load().Outcome, Is.EqualTo(LoadOutcome.Empty));

    [TestCase("{ }")]
    [TestCase("""{ "GrayFlags": { } }""")]
    [TestCase("""{ "Logging": { "LogLevel": "Debug" } }""")]
    [Fault("C1")]
    public void Section_ThatVanishes_IsMissed_AndTakenWhenItIsBack(string json)
    {
        var file = new ReplaceableLayer(Flags);
        var provider = new ConfigurationBuilder().Add(file).Build().Provider();
        provider.Load().Document();

        file.Replace(json);
        var load = provider.Load();
        var again = provider.Load();
        file.Replace("""{ "GrayFlags": { "flags": { "b": true } } }""");

        Assert.Multiple(() =>
        {
            Assert.That(load.Outcome, Is.EqualTo(LoadOutcome.Unavailable));
            Assert.That(load.Reason, Does.StartWith("the section 'GrayFlags' has vanished or turned empty"));
            Assert.That(load.Off, Is.Null, "the kill switch known before stays");
            Assert.That(again.Outcome, Is.EqualTo(LoadOutcome.Unavailable));
            Assert.That(provider.Load().Document().Flags.Keys, Is.EqualTo(new[] { "b" }));
        });
    }

    [Test]
    [Fault("C1")]
    public void Section_ThatVanishes_MayBeAllowedTo()
    {
        var file = new ReplaceableLayer(Flags);
        var provider = new ConfigurationBuilder().Add(file).Build().Provider(allowEmpty: true);
        provider.Load().Document();

        file.Replace("{ }");

        Assert.That(provider.Load().Outcome, Is.EqualTo(LoadOutcome.Empty));
    }

    [Test]
    [Fault("C1")]
    public void File_ThatBreaks_DoesNotLeaveTheVariablesAlone_ButTheKillSwitchWorks()
    {
        var file = new ReplaceableLayer(Flags);
        var root = new ConfigurationBuilder().Add(file).Keys(("Flags:b", "true")).Build();
        var provider = root.Provider();
        provider.Load().Document();

        file.Break();
        root.Providers.Last().Set("GrayFlags:Off", "b");
        var load = provider.Load();
        file.Replace(Flags);

        Assert.Multiple(() =>
        {
            Assert.That(load.Outcome, Is.EqualTo(LoadOutcome.Unavailable));
            Assert.That(load.Reason, Does.StartWith("layer 1 of 2 (ReplaceableLayer) held a part of the section 'GrayFlags' and has turned empty"));
            Assert.That(load.Off, Is.EqualTo(new[] { "b" }));
            Assert.That(provider.Load().Document().Flags.Keys, Is.EqualTo(new[] { "a", "b" }));
        });
    }

    [Test]
    public void File_ThatGivesItsSectionUp_IsBelieved()
    {
        var file = new ReplaceableLayer(Flags);
        var provider = new ConfigurationBuilder().Add(file).Keys(("Flags:b", "true")).Build().Provider();
        provider.Load().Document();

        file.Replace("""{ "Logging": { "LogLevel": "Debug" } }""");

        Assert.That(provider.Load().Document().Flags.Keys, Is.EqualTo(new[] { "b" }));
    }

    [Test]
    [Fault("C1")]
    public void Layer_ThatThrows_IsUnavailable_AndTellsNoValue()
    {
        var file = new ReplaceableLayer(Flags) { BeforeRead = () => throw new InvalidOperationException("Password=hunter2") };

        var load = new ConfigurationBuilder().Add(file).Build().Provider().Load();

        Assert.Multiple(() =>
        {
            Assert.That(load.Outcome, Is.EqualTo(LoadOutcome.Unavailable));
            Assert.That(load.Reason, Is.EqualTo("the configuration could not be read: InvalidOperationException"));
        });
    }

    [Test]
    public void Disposed_Configuration_IsNoException()
    {
        var manager = new ConfigurationManager();
        manager.Section("""{ "flags": { "a": true } }""");
        var provider = manager.BareProvider();
        manager.Dispose();

        Assert.That(() => provider.Load(), Throws.Nothing);
    }
}
