using GrayFlags.Documents;
using GrayFlags.Providers.Configuration;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

internal sealed class ConfigurationRootTests
{
    private static readonly string[] TwoLists =
    [
        """{ "flags": { "a": { "rules": { "r": { "users": ["A", "B"] } } } } }""",
        """{ "flags": { "a": { "rules": { "r": { "users": ["C"] } } } } }""",
    ];

    [Test]
    public void FindRoot_OfASectionAtAnyDepth_IsItsRoot()
    {
        var root = ConfigurationLoads.Layers(TwoLists);
        var other = ConfigurationLoads.Layers(TwoLists);
        using var manager = new ConfigurationManager();
        manager.Section("""{ "flags": { "a": true } }""");

        Assert.Multiple(() =>
        {
            Assert.That(ConfigurationLayers.FindRoot(root.GetSection("GrayFlags"), [other, manager, root]), Is.SameAs(root));
            Assert.That(ConfigurationLayers.FindRoot(root.GetSection("GrayFlags").GetSection("flags"), [root]), Is.SameAs(root));
            Assert.That(ConfigurationLayers.FindRoot(manager.GetSection("GrayFlags"), [other, manager]), Is.SameAs(manager));
            Assert.That(ConfigurationLayers.FindRoot(root.GetSection("GrayFlags"), [other, manager]), Is.SameAs(root), "without the root at hand");
            Assert.That(ConfigurationLayers.FindRoot(root.Opaque(), [root]), Is.Null);
            Assert.That(ConfigurationLayers.FindRoot(manager, []), Is.SameAs(manager));
        });
    }

    [Test]
    public void FindRoot_WhileAReloadSwapsTheToken_AsksAgain()
    {
        var root = new ReloadingRoot(ConfigurationLoads.Layers(TwoLists));
        var section = new TokenSection(root, root.GetSection("GrayFlags"));

        Assert.That(ConfigurationLayers.FindRoot(section, [root]), Is.SameAs(root));
    }

    [Test]
    [Fault("C3")]
    public void BareSection_HasMergedListsByIndex_AndTheStatusWarns()
    {
        var root = ConfigurationLoads.Layers(TwoLists);

        var bare = root.Opaque().BareProvider().Load();
        var layered = root.Provider().Load();

        Assert.Multiple(() =>
        {
            Assert.That(bare.Document().Rule("a", "r").Users, Is.EqualTo(new[] { "C", "B" }), "what configuration makes of [A, B] and [C]");
            Assert.That(
                bare.Warnings,
                Is.EqualTo(new[] { "lists of the section 'GrayFlags' may have been merged by index: pass a section of the application's IConfigurationRoot" }));
            Assert.That(layered.Document().Rule("a", "r").Users, Is.EqualTo(new[] { "C" }));
            Assert.That(layered.Warnings, Is.Empty);
        });
    }

    [Test]
    public void BareSection_WithoutLists_DoesNotWarn_AndItsScalarsWin()
    {
        var root = ConfigurationLoads.Layers("""{ "flags": { "a": true } }""", """{ "flags": { "a": { "owner": "x" }, "b": { "default": true } } }""");

        var load = root.Opaque().BareProvider().Load();

        Assert.Multiple(() =>
        {
            Assert.That(load.Warnings, Is.Empty);
            Assert.That(load.Document().Flags["a"].Static, Is.True);
            Assert.That(load.Document().Flags["b"].Default, Is.EqualTo(ServeDefinition.True));
        });
    }

    [Test]
    public void BareSection_ThatVanishes_IsMissed()
    {
        var file = new ReplaceableLayer("""{ "GrayFlags": { "flags": { "a": true } } }""");
        var provider = new ConfigurationBuilder().Add(file).Build().Opaque().BareProvider();
        provider.Load().Document();

        file.Replace("{ }");

        Assert.That(provider.Load().Outcome, Is.EqualTo(LoadOutcome.Unavailable));
    }

    [Test]
    public void NestedSection_IsReadAtItsPath()
    {
        var root = new ConfigurationBuilder().Json("""{ "App": { "Features": { "flags": { "a": true } } } }""").Build();

        var provider = ConfigurationRuleProvider.Create(
            root.GetSection("App:Features"), root, false, DocumentLimits.Default, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var bare = new OpaqueSection(root.GetSection("App:Features")).BareProvider();

        Assert.Multiple(() =>
        {
            Assert.That(provider.Name, Is.EqualTo("configuration:App:Features"));
            Assert.That(provider.Load().Document().Flags.Keys, Is.EqualTo(new[] { "a" }));
            Assert.That(bare.Load().Document().Flags.Keys, Is.EqualTo(new[] { "a" }));
        });
    }

    [TestCase("""{ "GrayFlags": { "flags": { "a": true } }, "flags": { "b": true } }""", "configuration:GrayFlags", "a")]
    [TestCase("""{ "flags": { "a": true }, "Logging": { "LogLevel": "Debug" }, "version": "1.2-beta" }""", "configuration", "a")]
    [TestCase("""{ "Flags": { "a": true }, "PATH": "/bin" }""", "configuration", "a")]
    public void WholeConfiguration_IsItsSection_OrTheDocumentItself(string json, string name, string flag)
    {
        var provider = new ConfigurationBuilder().Json(json).Build().BareProvider();

        Assert.Multiple(() =>
        {
            Assert.That(provider.Name, Is.EqualTo(name));
            Assert.That(provider.Load().Document().Flags.Keys, Is.EqualTo(new[] { flag }));
        });
    }

    [TestCase("{ }")]
    [TestCase("""{ "Logging": { "LogLevel": "Debug" } }""")]
    public void WholeConfiguration_WithoutRules_IsNothing(string json) =>
        Assert.That(new ConfigurationBuilder().Json(json).Build().BareProvider().Load().Outcome, Is.EqualTo(LoadOutcome.Empty));

    [Test]
    public void ChainedConfiguration_IsALayerBelowWhatIsAddedLater()
    {
        var inner = ConfigurationLoads.Layers("""{ "flags": { "a": { "rules": { "r": { "users": ["A", "B"] } } } } }""");
        var root = new ConfigurationBuilder().AddConfiguration(inner).Section(TwoLists[1]).Build();

        Assert.That(root.Document().Rule("a", "r").Users, Is.EqualTo(new[] { "C" }));
    }

    /// <summary>A section of another make, which hands out its root's token, as the framework's do.</summary>
    private sealed class TokenSection(IConfigurationRoot root, IConfigurationSection inner) : IConfigurationSection
    {
        public string Key => inner.Key;

        public string Path => inner.Path;

        public string? Value
        {
            get => inner.Value;
            set => inner.Value = value;
        }

        public string? this[string key]
        {
            get => inner[key];
            set => inner[key] = value;
        }

        public IConfigurationSection GetSection(string key) => inner.GetSection(key);

        public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren();

        public IChangeToken GetReloadToken() => root.GetReloadToken();
    }

    private sealed class ReloadingRoot(IConfigurationRoot inner) : IConfigurationRoot
    {
        private IChangeToken? _stale = new CancellationChangeToken(CancellationToken.None);

        public IEnumerable<IConfigurationProvider> Providers => inner.Providers;

        public string? this[string key]
        {
            get => inner[key];
            set => inner[key] = value;
        }

        public void Reload() => inner.Reload();

        public IConfigurationSection GetSection(string key) => inner.GetSection(key);

        public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren();

        public IChangeToken GetReloadToken() => Interlocked.Exchange(ref _stale, null) ?? inner.GetReloadToken();
    }
}
