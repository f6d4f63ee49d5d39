using GrayFlags.Documents;
using GrayFlags.Providers.Configuration;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

internal sealed class ConfigurationReloadTests
{
    [Test]
    public void Reload_IsSeen_AndLoadsTheNewText()
    {
        var file = new ReplaceableLayer("""{ "GrayFlags": { "flags": { "a": { "rules": { "r": { "percentage": 10 } } } } } }""");
        var provider = new ConfigurationBuilder().Add(file).Build().Provider();
        var before = provider.Load();
        var changes = 0;
        using var watch = provider.Watch(() => changes++);

        file.Replace("""{ "GrayFlags": { "flags": { "a": { "rules": { "r": { "percentage": 20 } } } } } }""");
        var after = provider.Load();

        Assert.Multiple(() =>
        {
            Assert.That(changes, Is.EqualTo(1));
            Assert.That(after.Document().Rule("a", "r").Percentage!.Of, Is.EqualTo(20m));
            Assert.That(after.Fingerprint, Is.Not.EqualTo(before.Fingerprint));
        });
    }

    [Test]
    public void MemorySet_AndReload_IsSeen()
    {
        var root = new ConfigurationBuilder().Keys(("Flags:a", "true")).Keys(("Flags:b", "true")).Build();
        var provider = root.Provider();
        provider.Load().Document();
        var changes = 0;
        using var watch = provider.Watch(() => changes++);

        root.Providers.Last().Set("GrayFlags:Flags:a", "false");
        root.Providers.Last().Set("GrayFlags:Flags:b", "false");
        root.Reload();

        Assert.Multiple(() =>
        {
            Assert.That(changes, Is.EqualTo(1));
            Assert.That(provider.Load().Document().Flags.Values.Select(flag => flag.Static), Is.All.False);
        });
    }

    [Test]
    [Fault("C2")]
    public void SameText_ReloadedTwice_HasTheSameFingerprint()
    {
        const string text = """{ "GrayFlags": { "flags": { "a": true, "b": { "rules": { "r": { "users": ["x"] } } } } } }""";
        var file = new ReplaceableLayer(text);
        var provider = new ConfigurationBuilder().Add(file).Build().Provider();
        var changes = 0;
        using var watch = provider.Watch(() => changes++);
        var first = provider.Load();

        file.Replace(text);
        var second = provider.Load();
        file.Replace(text);
        var third = provider.Load();

        Assert.Multiple(() =>
        {
            Assert.That(changes, Is.EqualTo(2));
            Assert.That(second.Fingerprint, Is.EqualTo(first.Fingerprint));
            Assert.That(third.Fingerprint, Is.EqualTo(first.Fingerprint));
        });
    }

    [Test]
    public void Fingerprint_OfTheSameRulesWithAProblem_Differs()
    {
        var good = new ConfigurationBuilder().Keys(("Flags:Checkout:Default", "true")).Build().Provider().Load();
        var bad = new ConfigurationBuilder().Keys(("Flags:Checkout:Default", "true"), ("Flags:checkout:Owner", null)).Build().Provider().Load();

        Assert.Multiple(() =>
        {
            Assert.That(bad.Problems, Has.Count.EqualTo(1));
            Assert.That(bad.Fingerprint, Is.Not.EqualTo(good.Fingerprint));
        });
    }

    [Test]
    [Fault("C6")]
    public void Reload_DuringALoad_EndsWithTheLastText()
    {
        var file = new ReplaceableLayer("""{ "GrayFlags": { "flags": { "a": true } } }""");
        var provider = new ConfigurationBuilder().Add(file).Build().Provider();
        var loads = new List<LoadResult>();
        var isDirty = false;
        using var watch = provider.Watch(() => isDirty = true);
        file.BeforeRead = () =>
        {
            file.BeforeRead = null;
            file.Replace("""{ "GrayFlags": { "flags": { "a": false } } }""");
        };

        // What the library does with a change that comes while it loads: it remembers, and loads once more.
        do
        {
            isDirty = false;
            loads.Add(provider.Load());
        }
        while (isDirty);

        Assert.Multiple(() =>
        {
            Assert.That(loads, Has.Count.EqualTo(2));
            Assert.That(loads[^1].Document().Flags["a"].Static, Is.False);
        });
    }

    [Test]
    [Fault("C7")]
    public void Callback_ThatThrows_DisturbsNobody_AndStaysSubscribed()
    {
        var log = new RecordingLogger();
        var file = new ReplaceableLayer("""{ "GrayFlags": { "flags": { "a": true } } }""");
        var root = new ConfigurationBuilder().Add(file).Build();
        var provider = ConfigurationRuleProvider.Create(root.GetSection("GrayFlags"), root, false, DocumentLimits.Default, log);
        int ours = 0, theirs = 0;
        using var before = ChangeToken.OnChange(root.GetReloadToken, () => theirs++);
        using var watch = provider.Watch(() =>
        {
            ours++;
            throw new InvalidOperationException("broken");
        });
        using var after = ChangeToken.OnChange(root.GetReloadToken, () => theirs++);

        Assert.That(() => file.Replace("""{ "GrayFlags": { "flags": { "a": false } } }"""), Throws.Nothing);
        Assert.That(root.Reload, Throws.Nothing);

        Assert.Multiple(() =>
        {
            Assert.That(ours, Is.EqualTo(theirs / 2));
            Assert.That(ours, Is.GreaterThanOrEqualTo(2));
            Assert.That(log.Entries, Has.Count.EqualTo(ours));
            Assert.That(log.Entries.Select(entry => entry.Level), Is.All.EqualTo(LogLevel.Error));
        });
    }

    [Test]
    public void Watch_Disposed_HearsNothing()
    {
        var file = new ReplaceableLayer("""{ "GrayFlags": { "flags": { "a": true } } }""");
        var provider = new ConfigurationBuilder().Add(file).Build().Provider();
        var changes = 0;
        provider.Watch(() => changes++).Dispose();

        file.Replace("""{ "GrayFlags": { "flags": { "a": false } } }""");

        Assert.That(changes, Is.Zero);
    }

    [Test]
    public void Manager_ThatGetsASource_IsSeen()
    {
        using var manager = new ConfigurationManager();
        manager.Section("""{ "flags": { "a": true } }""");
        var provider = manager.BareProvider();
        provider.Load().Document();
        var changes = 0;
        using var watch = provider.Watch(() => changes++);

        manager.Keys(("Flags:a", "false"));

        Assert.Multiple(() =>
        {
            Assert.That(changes, Is.EqualTo(1));
            Assert.That(provider.Load().Document().Flags["a"].Static, Is.False);
        });
    }
}
