using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Publishing;

/// <summary>A flag that an operator turns off on one instance is off on all.</summary>
internal sealed class FleetSwitchTests
{
    private StoreRig _rig = null!;

    [SetUp]
    public async Task Begin()
    {
        _rig = new StoreRig();
        await _rig.Store.WriteAsync(new StoredDocument("shop", 1, default, "ann", "a test", StoreRig.Flag("new", true)), 0, default);
    }

    [TearDown]
    public void End() => _rig.Dispose();

    [Test]
    public async Task TurnOff_OnOneInstance_IsOffOnAll()
    {
        var (one, other) = (_rig.Start("web-1"), _rig.Start("web-2"));

        await one.Evaluator.TurnOffAsync("new", "ann", "errors");
        var here = one.IsOn("new");
        _rig.Hear();

        Assert.Multiple(() =>
        {
            Assert.That((here, other.IsOn("new")), Is.EqualTo((false, false)));
            Assert.That(other.Evaluator.TurnedOff.Single(), Has.Property("By").EqualTo("ann").And.Property("Reason").EqualTo("errors"));
            Assert.That(one.Evaluator.TurnedOff, Has.Count.EqualTo(1));
            Assert.That(other.Evaluator.Status.TurnedOff, Is.EqualTo(other.Evaluator.TurnedOff), "the status names it, too");
            Assert.That(_rig.Start("web-3").IsOn("new"), Is.False, "an instance that starts later");
        });
    }

    [Test]
    public async Task TurnOn_OnAnotherInstance_LetsTheRulesDecideOnAll()
    {
        var (one, other) = (_rig.Start("web-1"), _rig.Start("web-2"));
        await one.Evaluator.TurnOffAsync("new", "ann", "errors");
        _rig.Hear();

        var isChanged = await other.Evaluator.TurnOnAsync("NEW", "bob", "fixed");
        _rig.Hear();

        Assert.Multiple(() =>
        {
            Assert.That(isChanged, Is.True);
            Assert.That((one.IsOn("new"), other.IsOn("new")), Is.EqualTo((true, true)));
            Assert.That(one.Evaluator.TurnedOff, Is.Empty);
        });
    }

    // Nobody told it, and it has not polled.
    [Test]
    public async Task TurnOn_OfWhatThisInstanceHasNotHeardOfYet_AsksTheStore()
    {
        var (one, other) = (_rig.Start("web-1"), _rig.Start("web-2"));
        _rig.IsMute = true;
        await one.Evaluator.TurnOffAsync("new", "ann", "errors");

        var isChanged = await other.Evaluator.TurnOnAsync("new", "bob", "fixed");
        _rig.Poll();

        Assert.That(isChanged, Is.True);
        Assert.That((one.IsOn("new"), other.IsOn("new")), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task TurnOff_OfWhatAnotherInstanceHasJustTurnedOn_IsOffOnAll()
    {
        var (one, other) = (_rig.Start("web-1"), _rig.Start("web-2"));
        await one.Evaluator.TurnOffAsync("new", "ann", "errors");
        _rig.Hear();
        _rig.IsMute = true;
        await one.Evaluator.TurnOnAsync("new", "ann", "fixed");

        await other.Evaluator.TurnOffAsync("new", "bob", "not at all");
        _rig.Poll();

        Assert.That((one.IsOn("new"), other.IsOn("new")), Is.EqualTo((false, false)));
        Assert.That(one.Evaluator.TurnedOff.Single().By, Is.EqualTo("bob"));
    }

    [Test]
    public void TurnOn_OfWhatNobodyHereKnows_WhileTheStoreIsAway_SaysThatItIsNotKnown()
    {
        var node = _rig.Start();
        node.Link.IsCut = true;

        var call = node.Evaluator.TurnOnAsync("new", "ann", "fixed");
        _rig.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.That(async () => await call, Throws.InstanceOf<GrayNotSavedException>().With.Message.Contains("not known"));
    }

    [Test]
    public void TurnOff_WhileTheStoreHangs_SaysThatItDoesNotAnswer()
    {
        var node = _rig.Start();
        node.Link.Hangs = true;

        var call = node.Evaluator.TurnOffAsync("new", "ann", "errors");
        _rig.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.That(
            async () => await call,
            Throws.InstanceOf<GrayNotSavedException>().With.InnerException.Message.EqualTo("The store has not answered for 5 s."));
    }

    // Rules are asked for at pauses of up to half a minute by then; of many instances one would be late.
    [TestCase(6, TestName = "TurnOff_AfterTheStoreWasAwayForLong_DoesNotWaitForThePollOfRules")]
    [TestCase(300, TestName = "TurnOff_BeforeTheStoreIsAwayForLong_ReachesItSoonAfterItAnswers")]
    public void TurnOff(int secondsUntilItAnswers)
    {
        var watcher = _rig.Start("watcher");
        var nodes = Enumerable.Range(0, 12).Select(number => _rig.Start($"web-{number}")).ToList();
        nodes.ForEach(static node => node.Link.IsCut = true);
        _rig.Time.Advance(TimeSpan.FromMinutes(10));
        var calls = nodes.Select((node, number) => node.Evaluator.TurnOffAsync($"flag-{number}", "ann", "errors")).ToList();
        _rig.Time.Advance(TimeSpan.FromSeconds(secondsUntilItAnswers));
        calls.ForEach(static call => Assert.That(async () => await call, Throws.InstanceOf<GrayNotSavedException>()));

        nodes.ForEach(static node => node.Link.IsCut = false);
        _rig.Time.Advance(TimeSpan.FromSeconds(2));
        _rig.Hear();

        Assert.That(watcher.Evaluator.TurnedOff, Has.Count.EqualTo(nodes.Count));
    }

    [Fault("G17")]
    [TestCase("{ \"turnedOff\": [{")]
    [TestCase("\u0001\u0002")]
    [TestCase("{ \"turnedOff\": \"of a later version\" }")]
    public async Task TurnOff_OverAKillSwitchThatCannotBeRead_WorksAndForgetsNothing(string damaged)
    {
        var (one, other) = (_rig.Start("web-1"), _rig.Start("web-2"));
        await one.Evaluator.TurnOffAsync("old", "bob", "more errors");
        var stored = await _rig.Store.ReadLatestAsync("shop.off", default);
        var bytes = System.Text.Encoding.UTF8.GetBytes(damaged);
        await _rig.Store.WriteAsync(new StoredDocument("shop.off", stored!.Version + 1, default, "x", "x", bytes), stored.Version, default);
        _rig.Hear();
        var fresh = _rig.Start("web-3");

        await fresh.Evaluator.TurnOffAsync("new", "ann", "errors");
        _rig.Hear();

        Assert.That(
            new[] { one, other, fresh }.Select(node => node.Evaluator.TurnedOff.Select(flag => flag.Flag)),
            Has.All.EquivalentTo(new[] { "new", "old" }));
        Assert.That(await one.Evaluator.TurnOnAsync("old", "bob", "fixed"), Is.True, "it can be read again");
    }

    // A node that started then admitted everybody to what the fleet had turned off.
    [Fault("G17")]
    [TestCase("garbage")]
    [TestCase("{ \"turnedOff\": [{ \"flag\": \"new\", \"by\": 7")]
    public async Task KillSwitch_ThatIsDamaged_HoldsOnANodeThatStarts_AsFarAsItIsKnown_AndIsMendedByOneThatKnewIt(string damaged)
    {
        var one = _rig.Start("web-1");
        await one.Evaluator.TurnOffAsync("old", "ann", "errors");
        if (damaged != "garbage")
        {
            await one.Evaluator.TurnOffAsync("new", "ann", "errors");
        }

        await one.Evaluator.TurnOffAsync("third", "ann", "errors");
        _rig.Hear();
        _rig.Damaged = ((await _rig.Store.ReadLatestAsync("shop.off", default))!.Version, damaged);

        var fresh = _rig.Start("web-2");
        Assert.That(fresh.Evaluator.TurnedOff.Select(static flag => flag.Flag), Is.SupersetOf(damaged == "garbage" ? ["old"] : new[] { "old", "new" }));
        Assert.That(fresh.Evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded));
        Assert.That(fresh.Evaluator.Status.Warnings, Has.Some.Contains("kill switch"));

        for (var poll = 0; poll < 5; poll++)
        {
            _rig.Poll();
        }

        var all = new[] { one, fresh, _rig.Start("web-3") };
        var known = one.Evaluator.TurnedOff.Select(static flag => flag.Flag).ToList();
        Assert.That(all.Select(static node => node.Evaluator.TurnedOff.Select(static flag => flag.Flag)), Has.All.EqualTo(known));
        Assert.That(known, Does.Contain("third"), "nothing is forgotten");
        Assert.That(all.Select(static node => node.Evaluator.Status.State), Has.All.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public async Task TurnOn_WhatIsNotOff_IsFalse()
    {
        var node = _rig.Start();

        Assert.That(await node.Evaluator.TurnOnAsync("new", "ann", "why not"), Is.False);
    }

    [Test]
    public async Task TurnOff_OfTwoFlagsOnTwoInstances_KeepsBoth()
    {
        var (one, other) = (_rig.Start("web-1"), _rig.Start("web-2"));

        await Task.WhenAll(
            Task.Run(() => one.Evaluator.TurnOffAsync("new", "ann", "errors")),
            Task.Run(() => other.Evaluator.TurnOffAsync("old", "bob", "more errors")));
        _rig.Hear();

        Assert.Multiple(() =>
        {
            Assert.That(one.Evaluator.TurnedOff.Select(flag => flag.Flag), Is.EquivalentTo(new[] { "new", "old" }));
            Assert.That(other.Evaluator.TurnedOff.Select(flag => flag.Flag), Is.EquivalentTo(new[] { "new", "old" }));
        });
    }

    [Test]
    public void TurnOff_WhileTheStoreIsAway_HoldsHereAndReachesTheFleetLater()
    {
        var (one, other) = (_rig.Start("web-1"), _rig.Start("web-2"));
        one.Link.IsCut = true;

        var call = one.Evaluator.TurnOffAsync("new", "ann", "errors");
        var here = one.IsOn("new");
        _rig.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(async () => await call, Throws.InstanceOf<GrayNotSavedException>().With.Message.Contains("other instances"));
        one.Link.IsCut = false;
        _rig.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.That((here, one.IsOn("new"), other.IsOn("new")), Is.EqualTo((false, false, false)));
    }

    [Test]
    public async Task TurnOn_WhileTheStoreIsAway_SaysThatTheFlagIsStillOff()
    {
        var node = _rig.Start();
        await node.Evaluator.TurnOffAsync("new", "ann", "errors");
        node.Link.IsCut = true;

        var call = node.Evaluator.TurnOnAsync("new", "ann", "fixed");
        _rig.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.Multiple(() =>
        {
            Assert.That(async () => await call, Throws.InstanceOf<GrayNotSavedException>().With.Message.Contains("still turned off"));
            Assert.That(node.IsOn("new"), Is.False);
        });
    }

    [Test]
    public async Task TurnOn_OfWhatOnlyThisInstanceTurnedOff_NeedsNoStore()
    {
        var node = _rig.Start();
        node.Link.IsCut = true;
        var off = node.Evaluator.TurnOffAsync("new", "ann", "a typo");
        _rig.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(async () => await off, Throws.InstanceOf<GrayNotSavedException>());

        Assert.That(await node.Evaluator.TurnOnAsync("new", "ann", "a typo"), Is.True);
        node.Link.IsCut = false;
        _rig.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(node.IsOn("new"), Is.True);
    }

    [Test]
    public async Task TurnedOff_WhatTheStoreHasLost_IsWrittenAgain()
    {
        var node = _rig.Start();
        await node.Evaluator.TurnOffAsync("new", "ann", "errors");
        var store = new InMemoryDocumentStore(_rig.Time);
        await store.WriteAsync(new StoredDocument("shop", 1, default, "ann", "a test", StoreRig.Flag("new", true)), 0, default);
        _rig.Store = store;

        _rig.Poll();
        var later = _rig.Start("web-2");

        Assert.That((node.IsOn("new"), later.IsOn("new")), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task TurnedOff_AfterARestartWithoutTheStore_IsStillOff()
    {
        using var folder = new TempFolder();
        var (one, other) = (_rig.Start("web-1", folder.Path), _rig.Start("web-2"));
        await other.Evaluator.TurnOffAsync("new", "ann", "errors");
        _rig.Hear();
        one.Stop();

        _rig.Store = new InMemoryDocumentStore(_rig.Time);
        var again = _rig.Start("web-1", folder.Path);

        Assert.Multiple(() =>
        {
            Assert.That(again.IsOn("new"), Is.False);
            Assert.That(again.Evaluator.TurnedOff.Single().By, Is.EqualTo("ann"));
        });
    }

    [Test]
    public async Task TurnedOff_ByALaterEditionOfTheLibrary_KeepsWhatIsKnownAndNamed()
    {
        var node = _rig.Start();
        await node.Evaluator.TurnOffAsync("new", "ann", "errors");
        var later = "{ \"turnedOff\": { \"fr\": [{ \"flag\": \"other\" }] } }"u8.ToArray();
        await _rig.Store.WriteAsync(new StoredDocument("shop.off", 2, default, "bob", "later", later), 1, default);

        _rig.Poll();
        var known = node.Evaluator.TurnedOff.Select(flag => flag.Flag).ToList();
        Assert.That(async () => await Refused(node.Evaluator.TurnOnAsync("new", "ann", "fixed")), Throws.InstanceOf<GrayNotSavedException>());
        await node.Evaluator.TurnOffAsync("old", "ann", "errors");

        Assert.Multiple(() =>
        {
            Assert.That(known, Is.EqualTo(new[] { "new", "other" }), "the one that cannot be read takes nothing back, and what it names is off");
            Assert.That(node.Evaluator.TurnedOff.Select(flag => flag.Flag), Is.EquivalentTo(new[] { "new", "other", "old" }));
            Assert.That(node.IsOn("new"), Is.False);
        });

        async Task<bool> Refused(Task<bool> call)
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(6));
            return await call;
        }
    }

    [Test]
    public async Task TurnedOff_CannotBeRead_TakesNoRulesAway()
    {
        var node = _rig.Start();
        await node.Evaluator.TurnOffAsync("new", "ann", "errors");
        node.Link.BreaksSwitches = true;
        await _rig.Store.WriteAsync(
            new StoredDocument("shop", 2, default, "ann", "a test", "{ \"flags\": { \"new\": true, \"newer\": true } }"u8.ToArray()), 1, default);

        _rig.Poll();
        _rig.Poll();

        Assert.Multiple(() =>
        {
            Assert.That((node.IsOn("newer"), node.IsOn("new")), Is.EqualTo((true, false)), "the rules are new, and what is known to be off is off");
            Assert.That(node.Logs.Entries.Count(entry => entry.EventId.Id == 263), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task TurnedOff_WithTextsThatForgeLinesOfALog_ShowsThemPlain()
    {
        var json = "{ \"turnedOff\": [{ \"flag\": \"new\", \"by\": \"a\\n\\u001b[31m\", \"reason\": \"x\\nFORGED\", \"at\": \"2026-01-01T00:00:00Z\" }] }";
        await _rig.Store.WriteAsync(new StoredDocument("shop.off", 1, default, "a\nb", "c\nd", System.Text.Encoding.UTF8.GetBytes(json)), 0, default);

        var node = _rig.Start();

        Assert.Multiple(() =>
        {
            Assert.That(node.IsOn("new"), Is.False);
            Assert.That(node.Evaluator.TurnedOff.Single(), Has.Property("Reason").EqualTo("x\\u{a}FORGED"));
            Assert.That(node.Logs.Entries.Any(entry => entry.Message.Any(char.IsControl)), Is.False);
        });
    }

    [Test]
    public async Task TurnOff_ByTextsOfAnyKind_IsStored()
    {
        var node = _rig.Start();

        await node.Evaluator.TurnOffAsync("new", "ann\0\u001b[31m", new string('x', 5_000));

        var stored = (await _rig.Store.ReadAsync("shop.off", null, default))!;
        Assert.Multiple(() =>
        {
            Assert.That(stored.By.Any(char.IsControl), Is.False);
            Assert.That(stored.Reason, Has.Length.LessThanOrEqualTo(2_000));
        });
    }
}
