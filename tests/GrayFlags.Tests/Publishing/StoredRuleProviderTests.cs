using System.Text;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Publishing;

internal sealed class StoredRuleProviderTests
{
    private StoreRig _rig = null!;

    [SetUp]
    public void Begin() => _rig = new StoreRig();

    [TearDown]
    public void End() => _rig.Dispose();

    [Test]
    public void Load_NothingYet_IsNoFault()
    {
        var node = _rig.Start(before: builder => builder.AddProvider(new InMemoryRuleProvider(GrayFlags.Documents.FlagDocument.Parse(
            """{ "flags": { "base": { "default": true } } }"""))));

        Assert.Multiple(() =>
        {
            Assert.That(node.IsOn("base"), Is.True);
            Assert.That(node.Source.State, Is.EqualTo(ProviderState.Empty));
            Assert.That(node.Evaluator.Status.Warnings, Has.Some.Contains("no document 'shop' yet"));
        });
    }

    [Test]
    public async Task Load_StoreDownForAnHour_ServesOnAndComesBack()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();
        node.Link.IsCut = true;

        _rig.Time.Advance(TimeSpan.FromHours(1));
        var (during, state) = (node.IsOn("new"), node.Source.State);
        await _rig.Store.WriteAsync(new StoredDocument("shop", 2, default, "bob", "meanwhile", StoreRig.Flag("new", false)), 1, default);
        node.Link.IsCut = false;
        _rig.Time.Advance(TimeSpan.FromSeconds(40));

        Assert.Multiple(() =>
        {
            Assert.That((during, state), Is.EqualTo((true, ProviderState.Unavailable)));
            Assert.That((node.IsOn("new"), node.Source.State), Is.EqualTo((false, ProviderState.Current)));
        });
    }

    [Test]
    public async Task Load_StoreThatHangs_IsGivenUpAndAskedAgain()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();
        node.Link.Hangs = true;
        Assert.That(
            () =>
            {
                _rig.Time.Advance(TimeSpan.FromSeconds(10));
                return node.Source.State;
            },
            Is.EqualTo(ProviderState.Unavailable).After(30_000, 10));
        node.Link.Hangs = false;

        // A call that hung ends on a thread of its own, which arms the timer of the next one.
        Assert.That(
            () =>
            {
                _rig.Time.Advance(TimeSpan.FromSeconds(10));
                return node.Source.State;
            },
            Is.EqualTo(ProviderState.Current).After(30_000, 10));
    }

    [Test]
    public async Task Load_StoreThatLostEverything_IsUnavailableNotEmpty()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();

        _rig.Store = new InMemoryDocumentStore(_rig.Time);
        _rig.Poll();

        Assert.Multiple(() =>
        {
            Assert.That(node.IsOn("new"), Is.True);
            Assert.That(node.Source.State, Is.EqualTo(ProviderState.Unavailable));
            Assert.That(node.Source.Reason, Does.Contain("lost the document 'shop'"));
        });
    }

    [Test]
    public async Task Load_AfterARestartWithoutTheStore_ServesWhatWasSaved()
    {
        using var folder = new TempFolder();
        var node = _rig.Start(stateDirectory: folder.Path);
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();
        node.Stop();

        _rig.Store = new InMemoryDocumentStore(_rig.Time);
        var again = _rig.Start(stateDirectory: folder.Path);

        Assert.Multiple(() =>
        {
            Assert.That(again.IsOn("new"), Is.True);
            Assert.That(again.Evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded));
        });
    }

    // A failover had lost the newest versions: nodes that ran served them and nodes that started did not, and all were ready.
    [Test]
    public async Task Load_AnOlderVersion_IsIgnoredUntilAnOperatorTakesIt()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", false), StoreRig.Change());
        _rig.Hear();
        var replica = new InMemoryDocumentStore(_rig.Time);
        await replica.WriteAsync(new StoredDocument("shop", 1, default, "ann", "a test", StoreRig.Flag("new", true)), 0, default);
        _rig.Store = replica;
        _rig.Poll();
        var (ignored, state, source) = (node.IsOn("new"), node.Evaluator.Status.State, node.Source);

        var isTaken = await node.Evaluator.AcceptHeldAsync("store:shop", "ann", "the backup is right");

        Assert.Multiple(() =>
        {
            Assert.That(ignored, Is.False);
            Assert.That((state, source.State), Is.EqualTo((GrayFlagsState.Degraded, ProviderState.Held)));
            Assert.That(source.Reason, Does.Contain("version 1, older than 2"));
            Assert.That((isTaken, node.IsOn("new")), Is.EqualTo((true, true)));
            Assert.That((node.Evaluator.Status.State, node.Source.State), Is.EqualTo((GrayFlagsState.Ready, ProviderState.Current)));
        });
    }

    [Test]
    public async Task Load_AnOlderVersion_EndsWithTheNextThatIsPublished_AndItsKillSwitchTurnsNothingOff()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", Encoding.UTF8.GetBytes("{ \"off\": [\"new\"], \"flags\": { \"new\": true } }"), StoreRig.Change());
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();
        var before = await _rig.Store.ReadAsync("shop", 1, default);
        _rig.Store = new InMemoryDocumentStore(_rig.Time);
        await _rig.Store.WriteAsync(before!, 0, default);
        _rig.Poll();
        Assert.That((node.Source.State, node.IsOn("new")), Is.EqualTo((ProviderState.Held, true)));

        var published = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Poll();

        Assert.That((published.Version, node.Source.State, node.Evaluator.Status.State), Is.EqualTo((3, ProviderState.Current, GrayFlagsState.Ready)));
    }

    [Test]
    public async Task Load_WhatNobodyChecked_IsRefusedWhole()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();
        await _rig.Store.WriteAsync(new StoredDocument("shop", 2, default, "psql", "by hand", "{ \"flags\": 7 }"u8.ToArray()), 1, default);
        _rig.Hear();
        var (state, on) = (node.Source.State, node.IsOn("new"));
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", false), StoreRig.Change(2));
        _rig.Hear();

        Assert.Multiple(() =>
        {
            Assert.That((state, on), Is.EqualTo((ProviderState.Invalid, true)));
            Assert.That((node.Source.State, node.IsOn("new")), Is.EqualTo((ProviderState.Current, false)));
        });
    }

    [Test]
    public async Task Load_NothingNew_ReadsNoText()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();
        var texts = node.Link.Texts;

        _rig.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.That(node.Link.Texts, Is.EqualTo(texts));
    }

    [Test]
    public async Task Load_AReadOnlyStore_IsEnough()
    {
        var node = _rig.Start();
        node.Link.IsReadOnly = true;
        await _rig.Store.WriteAsync(new StoredDocument("shop", 1, default, "ann", "a test", StoreRig.Flag("new", true)), 0, default);

        _rig.Poll();

        Assert.That((node.IsOn("new"), node.Source.State), Is.EqualTo((true, ProviderState.Current)));
    }

    [Test]
    public void Load_AStoreThatThrows_ShowsNoSecret()
    {
        var node = _rig.Start();
        node.Link.IsCut = true;
        _rig.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Multiple(() =>
        {
            Assert.That(node.Source.State, Is.EqualTo(ProviderState.Unavailable));
            Assert.That(node.Source.Reason, Does.Not.Contain("hunter2"));
        });
    }

    [Test]
    public void Options_ThatAreNotGood_AreToldAtTheStart()
    {
        Assert.That(
            () => GrayEvaluator.Create(builder => builder
                .AddDocumentStore(new InMemoryDocumentStore())
                .AddStoredDocument("shop", options => options.PollInterval = TimeSpan.Zero)),
            Throws.InstanceOf<Exception>().With.Message.Contains("PollInterval"));
    }

    [Test]
    public void Options_WithoutAStore_SayWhatIsMissing()
    {
        Assert.That(
            () => GrayEvaluator.Create(builder => builder.AddStoredDocument("shop")),
            Throws.InvalidOperationException.With.Message.Contains("AddDocumentStore"));
    }
}
