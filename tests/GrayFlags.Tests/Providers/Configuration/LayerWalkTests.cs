using GrayFlags.Providers.Configuration;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

[Fault("R3")]
internal sealed class LayerWalkTests
{
    [Test]
    public void Layers_ComeInTheOrderInWhichTheyDecide()
    {
        var (first, second, third) = (Layer(), Layer(), Layer());
        var inner = Root(builder => builder.Add(second));
        var root = Root(builder => builder.Add(first).AddConfiguration(Root(middle => middle.AddConfiguration(inner))).Add(third));

        Assert.That(LayerWalk.LayersOf(root).Select(layer => layer.Identity), Is.EqualTo(new[] { first, second, third }));
    }

    [Test]
    public void Section_OfASectionOfASection_IsReadAtItsPath()
    {
        var bottom = new ConfigurationBuilder().Json("""{ "A": { "B": { "C": { "D": { "GrayFlags": { "off": ["x"] } } } } } }""").Build();
        var middle = Root(builder => builder.AddConfiguration(bottom.GetSection("a:b")));
        var top = Root(builder => builder.AddConfiguration(middle.GetSection("c").GetSection("d")).Section("""{ "off": ["y"] }"""));

        Assert.That(top.Document().Off, Is.EqualTo(new[] { "x", "y" }));
    }

    // Of one that is chained twice, the place that decides counts.
    [Test]
    public void SameRoot_ChainedTwice_IsReadWhereItDecides()
    {
        var (low, high) = (ConfigurationLoads.Layers("""{ "flags": { "a": true } }"""), ConfigurationLoads.Layers("""{ "flags": { "a": false } }"""));
        var root = Root(builder => builder.AddConfiguration(low).AddConfiguration(high).AddConfiguration(low));

        Assert.That(LayerWalk.LayersOf(root), Has.Count.EqualTo(2));
        Assert.That(root.Document().Flags["a"].Static, Is.True);
    }

    [Test]
    public void Section_AndTheRootItIsOf_AreTwoPlaces()
    {
        var inner = new ConfigurationBuilder().Json("""{ "GrayFlags": { "off": ["a"] }, "Other": { "GrayFlags": { "off": ["b"] } } }""").Build();

        Assert.That(
            Root(builder => builder.AddConfiguration(inner).AddConfiguration(inner.GetSection("Other"))).Document().Off,
            Is.EqualTo(new[] { "a", "b" }));
    }

    // The framework's own roots do not survive being a part of themselves; those of others may.
    [TestCase("")]
    [TestCase("Other")]
    public void Circle_EndsTheWalk(string path)
    {
        var root = new PlainRoot { Layers = { ConfigurationLoads.Layers("""{ "off": ["a"] }""").Providers.Single() } };
        root.Chain(path.Length == 0 ? root : root.GetSection(path));

        Assert.That(root.Provider().Load().Document().Off, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Circle_OfTwo_EndsTheWalk()
    {
        var one = new PlainRoot { Layers = { ConfigurationLoads.Layers("""{ "off": ["a"] }""").Providers.Single() } };
        var other = new PlainRoot { Layers = { ConfigurationLoads.Layers("""{ "off": ["b"] }""").Providers.Single() } };
        one.Chain(other);
        other.Chain(one.GetSection("x"));

        Assert.That(one.Provider().Load().Document().Off, Is.EqualTo(new[] { "a", "b" }));
    }

    // Each doubles the ways to the one below: two to the power of thirty, were every way walked.
    [Test]
    public void Diamonds_AreWalkedOnce()
    {
        var root = ConfigurationLoads.Layers("""{ "off": ["a"] }""");
        for (var depth = 0; depth < 30; depth++)
        {
            var below = root;
            root = Root(builder => builder.AddConfiguration(below).AddConfiguration(below));
        }

        Assert.That(LayerWalk.LayersOf(root), Has.Count.EqualTo(1));
    }

    [Test]
    public void Chain_DeeperThanAnybodyBuilds_IsOneLayer_AndTheStatusWarns()
    {
        IConfigurationRoot root = ConfigurationLoads.Layers("""{ "off": ["a"], "flags": { "a": true } }""", """{ "off": ["b"] }""");
        for (var depth = 0; depth < 40; depth++)
        {
            var below = root;
            root = Root(builder => builder.AddConfiguration(below));
        }

        var load = root.Provider().Load();

        Assert.That(LayerWalk.LayersOf(root).Single().IsMerged, Is.True);
        Assert.That(load.Warnings, Is.EqualTo(new[] { ConfigText.MayBeMergedByIndex("the section 'GrayFlags'") }));
    }

    [Test]
    public void Opaque_ChainedConfiguration_IsOneLayer_AndTheStatusWarns()
    {
        var inner = ConfigurationLoads.Layers("""{ "off": ["a"], "flags": { "a": true } }""", """{ "off": ["b"] }""");
        var load = Root(builder => builder.AddConfiguration(new OpaqueConfiguration(inner))).Provider().Load();

        Assert.That(load.Document().Off, Is.EqualTo(new[] { "b" }), "what configuration makes of [a] and [b]");
        Assert.That(load.Warnings, Is.EqualTo(new[] { ConfigText.MayBeMergedByIndex("the section 'GrayFlags'") }));
    }

    [Test]
    public void Reload_OfAnInnerConfiguration_IsSeenAndRead([Values] bool isSection, [Values] bool isManager)
    {
        var file = new ReplaceableLayer("""{ "Outer": { "GrayFlags": { "flags": { "a": true } } }, "GrayFlags": { "flags": { "a": true } } }""");
        var inner = Root(builder => builder.Add(file));
        using var manager = new ConfigurationManager();
        var root = isManager ? manager : null;
        manager.AddConfiguration(isSection ? inner.GetSection("Outer") : inner);
        var outer = root ?? Root(builder => builder.AddConfiguration(isSection ? inner.GetSection("Outer") : inner));
        var provider = outer.Provider();
        Assert.That(provider.Load().Document().Flags["a"].Static, Is.True);
        var changes = 0;
        using var watch = provider.Watch(() => changes++);

        file.Replace("""{ "Outer": { "GrayFlags": { "flags": { "a": false, "b": true } } }, "GrayFlags": { "flags": { "a": false, "b": true } } }""");

        Assert.That(changes, Is.EqualTo(1));
        Assert.That(provider.Load().Document().Flags.Select(flag => flag.Value.Static), Is.EqualTo(new bool?[] { false, true }));
    }

    [Test]
    public void InnerManager_ThatGetsASource_IsSeenAndRead()
    {
        using var inner = new ConfigurationManager();
        inner.Section("""{ "off": ["a"] }""");
        var provider = Root(builder => builder.AddConfiguration(inner)).Provider();
        provider.Load().Document();
        var changes = 0;
        using var watch = provider.Watch(() => changes++);

        inner.Section("""{ "off": ["b"] }""");

        Assert.That(changes, Is.EqualTo(1));
        Assert.That(provider.Load().Document().Off, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void InnerConfiguration_ThatIsDisposed_IsNoException_AndTurnsNothingOn([Values] bool isManager)
    {
        var manager = new ConfigurationManager();
        manager.Section("""{ "off": ["a"] }""");
        var inner = isManager ? manager : ConfigurationLoads.Layers("""{ "off": ["a"] }""");
        var provider = Root(builder => builder.AddConfiguration(inner).Keys(("Flags:a", "true"))).Provider();
        provider.Load().Document();

        ((IDisposable)inner).Dispose();
        manager.Dispose();
        var load = provider.Load();

        Assert.That(load.Outcome == LoadOutcome.Unavailable || load.Document().Off is ["a"], Is.True, load.Reason);
    }

    // The look for a file that was emptied goes by the layer itself, not by the section that is chained.
    [Test]
    public void ChainedFile_ThatBreaks_DoesNotLeaveTheVariablesAlone()
    {
        var file = new ReplaceableLayer("""{ "Outer": { "GrayFlags": { "off": ["dead"], "flags": { "a": true } } } }""");
        var provider = Root(builder => builder.AddConfiguration(Root(inner => inner.Add(file)).GetSection("Outer")).Keys(("Flags:b", "true"))).Provider();
        provider.Load().Document();

        file.Break();
        var broken = provider.Load();
        file.Replace("""{ "Logging": { "Level": "Debug" } }""");

        Assert.That((broken.Outcome, provider.Load().Document().Flags.Keys.Single()), Is.EqualTo((LoadOutcome.Unavailable, "b")));
    }

    private static IConfigurationRoot Root(Action<IConfigurationBuilder> build)
    {
        var builder = new ConfigurationBuilder();
        build(builder);
        return builder.Build();
    }

    private static ReplaceableLayer Layer() => new("{ }");
}
