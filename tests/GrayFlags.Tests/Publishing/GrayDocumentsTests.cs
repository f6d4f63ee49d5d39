using System.Text;
using GrayFlags.Publishing;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Publishing;

internal sealed class GrayDocumentsTests
{
    private StoreRig _rig = null!;

    [SetUp]
    public void Begin() => _rig = new StoreRig();

    [TearDown]
    public void End() => _rig.Dispose();

    [Test]
    public async Task Publish_ToSeveralInstances_IsLiveOnAllWithoutAPoll()
    {
        var nodes = Enumerable.Range(0, 5).Select(number => _rig.Start($"web-{number}")).ToList();

        var result = await nodes[0].Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change(0));
        _rig.Hear();

        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(PublishOutcome.Published));
            Assert.That(result.Version, Is.EqualTo(1));
            Assert.That(nodes.Select(node => node.IsOn("new")), Has.All.True);
            Assert.That(nodes.Select(node => node.Evaluator.Status.Version), Has.All.StartsWith("1+"));
            Assert.That(nodes.Select(node => node.Source.DocumentVersion), Has.All.EqualTo(1));
        });
    }

    // No version can follow it, and none can be above what such an instance says that it serves.
    [Fault("G17")]
    [TestCase(long.MaxValue)]
    [TestCase(4_000_000_000_000_000_000)]
    public async Task Version_OfTheStore_ThatNoneCanFollow_IsNamedWithWhatToDo(long version)
    {
        var node = _rig.Start();
        await _rig.Store.WriteAsync(new StoredDocument("shop", version, default, "x", "x", StoreRig.Flag("new", false)), 0, default);
        await _rig.Store.WriteAsync(new StoredDocument("shop.off", version, default, "x", "x", "{}"u8.ToArray()), 0, default);

        Assert.That(
            () => node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change()),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains($"'shop' in the store has the number {version}").And.Message.Contains("Remove"));
        var call = node.Evaluator.TurnOffAsync("new", "ann", "errors");
        _rig.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(
            async () => await call,
            Throws.InstanceOf<GrayNotSavedException>().With.InnerException.Message.Contains($"'shop.off' in the store has the number {version}"));
    }

    [Fault("G17")]
    [TestCase(long.MaxValue)]
    [TestCase(4_000_000_000_000_000_000)]
    public async Task Version_ThatAnInstanceSaysItServes_ThatNoneCanFollow_IsIgnored(long version)
    {
        await _rig.Store.JoinAsync("shop", new DocumentMember("hostile", version, 99, "1.0.0"), default);
        var node = _rig.Start();

        var result = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());

        Assert.That((result.Outcome, result.Version), Is.EqualTo((PublishOutcome.Published, 1L)));
    }

    [Test]
    public async Task Publish_WithoutNotifications_IsLiveAfterAPoll()
    {
        _rig.IsMute = true;
        var node = _rig.Start();
        _rig.PollOnce(node);

        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();
        var heard = node.IsOn("new");
        _rig.Poll();

        Assert.That((heard, node.IsOn("new")), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task Publish_FromAStaleVersion_IsAConflictThatShowsWhatIsThere()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change(0));

        var result = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", false), new DocumentChange("bob", "mine", 0));

        Assert.Multiple(async () =>
        {
            Assert.That(result.Outcome, Is.EqualTo(PublishOutcome.Conflict));
            Assert.That(result.Latest, Has.Property("Version").EqualTo(1).And.Property("By").EqualTo("ann"));
            Assert.That((await node.Documents.GetAsync("shop"))!.Version, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Publish_ByFiftyAtOnce_LosesNobodysChange()
    {
        var node = _rig.Start();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(
            () => node.Documents.PublishAsync("shop", StoreRig.Flag($"f{number}", true), StoreRig.Change(0)))));

        Assert.Multiple(async () =>
        {
            Assert.That(results.Count(result => result.Outcome == PublishOutcome.Published), Is.EqualTo(1));
            Assert.That(results.Count(result => result.Outcome == PublishOutcome.Conflict), Is.EqualTo(49));
            Assert.That(await node.Documents.HistoryAsync("shop"), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Publish_TheSameText_ChangesNothing()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change(0));

        var result = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change(0));

        Assert.Multiple(async () =>
        {
            Assert.That((result.Outcome, result.Version, result.IsInStore), Is.EqualTo((PublishOutcome.Unchanged, 1L, true)));
            Assert.That(await node.Documents.HistoryAsync("shop"), Has.Count.EqualTo(1));
        });
    }

    [TestCase("{ \"flags\": { \"a\": { \"defualt\": true } } }", "defualt")]
    [TestCase("{ \"flags\": { \"a\": { \"rules\": { \"r\": { \"segments\": [ \"nobody\" ] } } } } }", "nobody")]
    [TestCase("<html>", "JSON")]
    public async Task Publish_WhatWouldBeRefused_IsNeverStored(string json, string told)
    {
        var node = _rig.Start();

        var result = await node.Documents.PublishAsync("shop", Encoding.UTF8.GetBytes(json), StoreRig.Change());

        Assert.Multiple(async () =>
        {
            Assert.That(result.Outcome, Is.EqualTo(PublishOutcome.Invalid));
            Assert.That(result.Problems.Select(problem => problem.ToString()), Has.Some.Contains(told));
            Assert.That(await node.Documents.GetAsync("shop"), Is.Null);
        });
    }

    [Test]
    public async Task Publish_WhatRefersToAnotherSource_IsCheckedBesideIt()
    {
        var node = _rig.Start(before: builder => builder.AddProvider(
            new InMemoryRuleProvider(GrayFlags.Documents.FlagDocument.Parse("""{ "segments": { "staff": { "users": [ "ann" ] } } }"""))));
        var json = """{ "flags": { "a": { "rules": { "r": { "segments": [ "staff" ] } } } } }"""u8.ToArray();

        var result = await node.Documents.PublishAsync("shop", json, StoreRig.Change());
        var other = await node.Documents.PublishAsync("other", json, StoreRig.Change());
        _rig.Hear();

        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(PublishOutcome.Published));
            Assert.That(other.Outcome, Is.EqualTo(PublishOutcome.Invalid), "no source of this process has that name, so nothing is beside it");
            Assert.That(node.Evaluator.IsEnabled("a", new GrayContext { UserId = "ann" }), Is.True);
        });
    }

    [Test]
    public async Task Publish_WhoseAnswerGotLost_IsThereAtTheNextTry()
    {
        var node = _rig.Start();
        node.Link.LosesAnswers = true;
        Assert.That(() => node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change(0)), Throws.InstanceOf<IOException>());
        await _rig.Store.WriteAsync(Stored(1, StoreRig.Flag("new", true)), 0, default);
        node.Link.LosesAnswers = false;

        var result = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change(0));

        Assert.That((result.Outcome, result.Version), Is.EqualTo((PublishOutcome.Unchanged, 1L)));
    }

    [Test]
    public async Task Publish_AFieldThatAnInstanceDoesNotKnow_NamesIt()
    {
        var node = _rig.Start();
        await _rig.Store.JoinAsync("shop", new DocumentMember("old-7", 0, DocumentSchema.Minor - 1, "0.0.9"), default);

        var refused = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        var forced = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change() with { AllowTooNew = true });

        Assert.Multiple(() =>
        {
            Assert.That((refused.Outcome, refused.Version), Is.EqualTo((PublishOutcome.TooNew, 0L)));
            Assert.That(refused.Nodes, Is.EqualTo(new[] { "old-7" }));
            Assert.That(forced.Outcome, Is.EqualTo(PublishOutcome.Published));
        });
    }

    [Test]
    public async Task Publish_AfterAnOldInstanceHasGone_IsNotRefused()
    {
        var node = _rig.Start();
        await _rig.Store.JoinAsync("shop", new DocumentMember("old-7", 0, DocumentSchema.Minor - 1, "0.0.9"), default);
        _rig.Time.Advance(TimeSpan.FromSeconds(61));

        var result = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());

        Assert.That(result.Outcome, Is.EqualTo(PublishOutcome.Published));
    }

    [Test]
    public async Task Revert_PublishesTheOldTextAsANewVersion()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", false), StoreRig.Change());
        _rig.Hear();
        var before = node.IsOn("new");

        var result = await node.Documents.RevertAsync("shop", 1, new DocumentChange("bob", "back", 2));
        _rig.Hear();
        var history = await node.Documents.HistoryAsync("shop");

        Assert.Multiple(async () =>
        {
            Assert.That((before, node.IsOn("new")), Is.EqualTo((false, true)));
            Assert.That((result.Outcome, result.Version), Is.EqualTo((PublishOutcome.Published, 3L)));
            Assert.That(history.Select(revision => (revision.Version, revision.By, revision.RevertOf)),
                Is.EqualTo(new[] { (3L, "bob", (long?)1), (2L, "ann", null), (1L, "ann", null) }));
            Assert.That((await node.Documents.GetAsync("shop", 2))!.Utf8Json.ToArray(), Is.EqualTo(StoreRig.Flag("new", false)));
        });
    }

    [Test]
    public async Task Revert_ToAVersionThatIsNotThere_SaysSo()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());

        var result = await node.Documents.RevertAsync("shop", 7, StoreRig.Change());

        Assert.That((result.Outcome, result.Version), Is.EqualTo((PublishOutcome.NotFound, 1L)));
    }

    [Test]
    public async Task Publish_AfterTheStoreWasSetBack_GoesOnAboveWhatInstancesServe()
    {
        var node = _rig.Start();
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", false), StoreRig.Change());
        _rig.Hear();
        var store = new InMemoryDocumentStore(_rig.Time);
        await store.WriteAsync(Stored(1, StoreRig.Flag("new", true)), 0, default);
        _rig.Store = store;
        _rig.Poll();
        var afterwards = node.IsOn("new");

        var result = await node.Documents.PublishAsync("shop", StoreRig.Flag("newer", true), StoreRig.Change(1));
        _rig.Poll();

        Assert.Multiple(() =>
        {
            Assert.That(afterwards, Is.False, "an older version changes nothing");
            Assert.That(result.Version, Is.EqualTo(3));
            Assert.That(node.IsOn("newer"), Is.True);
        });
    }

    [Test]
    public async Task Members_ShowWhoServesWhat()
    {
        var nodes = new[] { _rig.Start("web-2"), _rig.Start("web-1") };
        await nodes[0].Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        nodes[1].Link.IsCut = true;
        _rig.Hear();

        var members = await nodes[0].Documents.GetMembersAsync("shop");

        Assert.That(
            members.Select(member => (member.Node.Split(':')[0], member.Serving, member.Schema)),
            Is.EqualTo(new[] { ("web-1", 0L, DocumentSchema.Minor), ("web-2", 1L, DocumentSchema.Minor) }));
    }

    // Containers in which the app's name was set: in each of them it is process 1.
    [Test]
    public async Task Members_WithOneName_AreSeveral()
    {
        var nodes = new[] { _rig.Start("shop"), _rig.Start("shop") };
        await nodes[0].Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();

        Assert.That(await nodes[0].Documents.GetMembersAsync("shop"), Has.Count.EqualTo(2));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("shop.off")]
    [TestCase("shop.usage")]
    [TestCase("shop.OFF")]
    [TestCase("a\nb")]
    public void Publish_UnderABadName_Throws(string name)
    {
        var documents = _rig.Start().Documents;

        Assert.That(() => documents.PublishAsync(name, StoreRig.Flag("a", true), StoreRig.Change()), Throws.ArgumentException);
    }

    [TestCase("", "why")]
    [TestCase("ann", "")]
    [TestCase("ann\u0007", "why")]
    public void Publish_WithoutAuthorOrReason_Throws(string by, string reason)
    {
        var documents = _rig.Start().Documents;

        Assert.That(() => documents.PublishAsync("shop", StoreRig.Flag("a", true), new DocumentChange(by, reason, null)), Throws.ArgumentException);
    }

    private static StoredDocument Stored(long version, byte[] json) => new("shop", version, default, "ann", "a test", json);
}
