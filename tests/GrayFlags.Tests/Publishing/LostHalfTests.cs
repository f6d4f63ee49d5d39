using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Publishing;

/// <summary>The store has one half of a document's latest version: it is damaged, not absent, and everything goes on above its number.</summary>
[Fault("G25")]
internal sealed class LostHalfTests
{
    private const string Switches = "shop.off";

    private StoreRig _rig = null!;

    [SetUp]
    public void Begin() => _rig = new StoreRig();

    [TearDown]
    public void End() => _rig.Dispose();

    [Test]
    public async Task Document_ServesOn_AndIsNotTakenForOneThatNobodyHasPublished()
    {
        var one = _rig.Start("web-1");
        await one.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();
        _rig.Halves["shop"] = 1;
        _rig.Poll();
        var fresh = _rig.Start("web-2");

        Assert.Multiple(() =>
        {
            Assert.That(one.IsOn("new"));
            Assert.That((one.Source.State, fresh.Source.State), Is.EqualTo((ProviderState.Unavailable, ProviderState.Unavailable)));
            Assert.That(one.Source.Reason, Does.Contain("a part of version 1").And.Contain("publish the document again").And.Not.Contains("row"));
            Assert.That(one.Evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded));
            Assert.That(fresh.Evaluator.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
            Assert.That(one.Logs.Entries.Select(static entry => entry.Message), Has.Some.Contains("a part of version 1"));
        });
        Assert.That(await one.Documents.GetMembersAsync("shop"), Has.Count.EqualTo(2), "they are there all the same");
    }

    [Test]
    public async Task Publish_GoesAboveItsNumber_AlsoWithTheSameText()
    {
        var node = await PublishedAsync();

        var late = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change(0));
        var again = await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Hear();

        Assert.That((late.Outcome, late.Version), Is.EqualTo((PublishOutcome.Conflict, 2)));
        Assert.That(late.Latest, Has.Property(nameof(DocumentRevision.By)).EqualTo("?").And.Property(nameof(DocumentRevision.Version)).EqualTo(2));
        Assert.That((again.Outcome, again.Version), Is.EqualTo((PublishOutcome.Published, 3)));
        Assert.That((node.Source.State, node.Source.DocumentVersion), Is.EqualTo((ProviderState.Current, 3)));
    }

    [Test]
    public async Task Revert_GoesAboveItsNumber_AndToItselfSaysWhatIsLost()
    {
        var node = await PublishedAsync();

        Assert.That(() => node.Documents.RevertAsync("shop", 2, StoreRig.Change()), Throws.InstanceOf<InvalidDataException>());
        var never = await node.Documents.RevertAsync("shop", 7, StoreRig.Change());
        var back = await node.Documents.RevertAsync("shop", 1, StoreRig.Change(2));

        Assert.That((never.Outcome, never.Version), Is.EqualTo((PublishOutcome.NotFound, 2)));
        Assert.That((back.Outcome, back.Version), Is.EqualTo((PublishOutcome.Published, 3)));
    }

    [Test]
    public async Task KillSwitch_HoldsOnANodeThatStarts_AsFarAsItIsKnown_AndIsWrittenAgainByOneThatKnowsIt()
    {
        var one = _rig.Start("web-1");
        await one.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        await one.Evaluator.TurnOffAsync("old", "ann", "errors");
        await one.Evaluator.TurnOffAsync("new", "ann", "errors");
        _rig.Hear();
        _rig.Halves[Switches] = 2;
        var fresh = _rig.Start("web-2");

        Assert.That(fresh.Evaluator.TurnedOff.Select(static flag => flag.Flag), Is.EqualTo(new[] { "old" }));
        Assert.That(fresh.Evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded));
        Assert.That(fresh.Evaluator.Status.Warnings, Has.Some.Contains("kill switch"));
        Assert.That(fresh.Logs.Entries.Select(static entry => entry.EventId.Id), Has.Some.EqualTo(260));

        _rig.Poll();
        _rig.Hear();
        _rig.Poll();

        Assert.That((await _rig.Store.ReadLatestAsync(Switches, default))!.Version, Is.EqualTo(3));
        Assert.That(new[] { one, fresh }.Select(static node => node.Evaluator.TurnedOff.Count), Has.All.EqualTo(2));
        Assert.That(new[] { one, fresh }.Select(static node => node.Evaluator.Status.State), Has.All.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public async Task KillSwitch_ThatIsKnown_IsGoneOnWith_AlsoToTurnOn()
    {
        var node = _rig.Start("web-1");
        await node.Evaluator.TurnOffAsync("old", "ann", "errors");
        _rig.Halves[Switches] = 1;

        Assert.That(await node.Evaluator.TurnOnAsync("old", "bob", "mended"), Is.True);
        Assert.That(node.Evaluator.TurnedOff, Is.Empty);
        Assert.That((await _rig.Store.ReadLatestAsync(Switches, default))!.Version, Is.EqualTo(2));
        Assert.That(node.Logs.Entries.Select(static entry => entry.EventId.Id), Has.None.EqualTo(264), "nothing of it is lost");
    }

    // What was turned off in between must not come on by turning on something else.
    [Test]
    public async Task KillSwitch_ThatNobodyKnows_TurnsOff_AndTurnsNothingOnBefore()
    {
        var earlier = _rig.Start("web-1");
        await earlier.Evaluator.TurnOffAsync("old", "ann", "errors");
        await earlier.Evaluator.TurnOffAsync("new", "ann", "errors");
        earlier.Stop();
        _rig.Halves[Switches] = 2;
        var node = _rig.Start("web-2");

        var turnOn = node.Evaluator.TurnOnAsync("old", "bob", "mended");
        _rig.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(async () => await turnOn, Throws.InstanceOf<GrayNotSavedException>().With.InnerException.InstanceOf<InvalidDataException>());
        await node.Evaluator.TurnOffAsync("third", "bob", "errors");

        Assert.That(node.Evaluator.TurnedOff.Select(static flag => flag.Flag), Is.EquivalentTo(new[] { "old", "third" }));
        Assert.That(await node.Evaluator.TurnOnAsync("old", "bob", "mended"), Is.True);
        Assert.That((await _rig.Store.ReadLatestAsync(Switches, default))!.Version, Is.EqualTo(4));
        Assert.That(node.Logs.Entries.Select(static entry => entry.EventId.Id), Has.Some.EqualTo(264), "it is said what has to be turned off again");
    }

    private async Task<StoreRig.Node> PublishedAsync()
    {
        var node = _rig.Start("web-1");
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", false), StoreRig.Change());
        await node.Documents.PublishAsync("shop", StoreRig.Flag("new", true), StoreRig.Change());
        _rig.Halves["shop"] = 2;
        return node;
    }
}
