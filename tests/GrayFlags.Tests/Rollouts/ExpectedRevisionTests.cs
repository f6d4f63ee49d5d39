using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Rollouts.Stores;
using NUnit.Framework;
using Mode = GrayFlags.Tests.Rollouts.Stores.ScriptedStore.Mode;

namespace GrayFlags.Tests.Rollouts;

/// <summary>Of operators who have seen the same state of a rollout, on one instance or on two, exactly one succeeds.</summary>
public sealed class ExpectedRevisionTests
{
    private static readonly RolloutOperation[] OfRunning =
        [RolloutOperation.Pause, RolloutOperation.Approve, RolloutOperation.Promote, RolloutOperation.Rollback, RolloutOperation.Cancel];

    private static IEnumerable<TestCaseData> Pairs => from first in OfRunning from second in OfRunning select new TestCaseData(first, second);

    private static IEnumerable<TestCaseData> PairsOnStores =>
        from pair in Pairs
        from isFleet in new[] { false, true }
        select new TestCaseData([.. pair.Arguments, isFleet]);

    // The second instance does not know yet what the first one has written: no time has passed.
    [TestCaseSource(nameof(PairsOnStores))]
    public async Task TwoInstances_TheSecondIsTold_WhatIsThereNow(RolloutOperation first, RolloutOperation second, bool isFleet)
    {
        using var pair = new Pair(isFleet);
        var seen = pair.Seen;

        var done = await pair.One.EndAsync(pair.One.Rollouts.OperateAsync(first, RolloutRig.Flag, By("ann", seen)));
        var conflict = Assert.ThrowsAsync<RolloutConflictException>(
            () => pair.Other.EndAsync(pair.Other.Rollouts.OperateAsync(second, RolloutRig.Flag, By("bob", seen))));

        Assert.That(conflict!.Current.Revision, Is.EqualTo(done.Revision));
        Assert.That(conflict.Current.Record.Changes[^1].By, Is.EqualTo("ann"));
        var stored = (await pair.Store.ReadAsync(default)).Single();
        Assert.That(stored.Changes.Select(change => change.By), Does.Contain("ann").And.Not.Contain("bob"));
        pair.Pass(10);
        Assert.That((pair.One.Status.Revision, pair.Other.Status.Revision), Is.EqualTo((done.Revision, done.Revision)));
    }

    // Both have decided on the same state before either has come to the store.
    [TestCaseSource(nameof(Pairs))]
    public async Task TwoInstances_BetweenDecisionAndStore_OneSucceeds(RolloutOperation first, RolloutOperation second)
    {
        using var pair = new Pair(isFleet: false);
        var seen = pair.Seen;
        pair.OfOne.Writes = Mode.Hangs;
        var late = pair.One.Rollouts.OperateAsync(first, RolloutRig.Flag, By("ann", seen));
        Assert.That(late.IsCompleted, Is.False);
        var done = await pair.Other.EndAsync(pair.Other.Rollouts.OperateAsync(second, RolloutRig.Flag, By("bob", seen)));
        pair.OfOne.Writes = Mode.Works;
        pair.OfOne.Release();

        var conflict = Assert.ThrowsAsync<RolloutConflictException>(() => late);
        Assert.That(conflict!.Current.Revision, Is.EqualTo(done.Revision));
        Assert.That(pair.One.Record.Changes.Select(change => change.By), Does.Contain("bob").And.Not.Contain("ann"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task OneInstance_OneSucceeds(bool hasStore)
    {
        using var rig = new RolloutRig(RolloutRig.Guarded, hasStore ? new InMemoryRolloutStore() : null);
        rig.Pass(1);
        var seen = rig.Status.Revision;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            try
            {
                await rig.Rollouts.OperateAsync(RolloutOperation.Approve, RolloutRig.Flag, By($"operator-{number}", seen));
                return true;
            }
            catch (RolloutConflictException)
            {
                return false;
            }
        })));

        Assert.That(outcomes.Count(static won => won), Is.EqualTo(1));
        Assert.That(rig.Record.Epoch, Is.EqualTo(1));
    }

    // The operator has looked at one instance, and the command comes to another one that is a moment behind.
    [Test]
    public async Task InstanceThatIsBehind_AsksTheStore_BeforeItRefuses()
    {
        using var pair = new Pair(isFleet: false);
        var paused = await pair.One.Rollouts.OperateAsync(RolloutOperation.Pause, RolloutRig.Flag, By("ann", pair.Seen));

        var resumed = await pair.Other.Rollouts.OperateAsync(RolloutOperation.Resume, RolloutRig.Flag, By("ann", paused.Revision));

        Assert.That(resumed.Record.Phase, Is.EqualTo(RolloutPhase.Running));
        Assert.That(resumed.Revision, Is.Not.EqualTo(pair.Seen));
    }

    // Stopping does not wait for a store that is away, also of somebody who has looked first.
    [TestCase((int)Mode.Fails)]
    [TestCase((int)Mode.Hangs)]
    [TestCase((int)Mode.Throws)]
    public void StoreIsAway_AStopTakesEffect(int mode)
    {
        using var pair = new Pair(isFleet: false);
        pair.OfOne.Writes = (Mode)mode;
        var stop = pair.One.Rollouts.OperateAsync(RolloutOperation.Rollback, RolloutRig.Flag, By("ann", pair.Seen));
        if ((Mode)mode == Mode.Hangs)
        {
            pair.One.Pass(1);
        }

        Assert.That(() => pair.One.CountOn(), Is.Zero.After(10_000, 1));
        Assert.ThrowsAsync<GrayNotSavedException>(() => pair.One.EndAsync(stop));
        Assert.That(pair.One.Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
    }

    // The answer is lost, not the write: it is in effect once, and is no conflict with itself.
    [Test]
    public async Task AnswerIsLost_TheStopIsNoConflictWithItself()
    {
        using var pair = new Pair(isFleet: false);
        pair.OfOne.Writes = Mode.WorksAndFails;
        var stop = pair.One.Rollouts.OperateAsync(RolloutOperation.Rollback, RolloutRig.Flag, By("ann", pair.Seen));
        pair.OfOne.Writes = Mode.Works;

        Assert.That((await pair.One.EndAsync(stop)).Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
    }

    [Test]
    public void StoreIsAway_AnotherRevisionIsRefusedAllTheSame()
    {
        using var pair = new Pair(isFleet: false);
        pair.OfOne.All = Mode.Fails;

        Assert.ThrowsAsync<RolloutConflictException>(
            () => pair.One.EndAsync(pair.One.Rollouts.OperateAsync(RolloutOperation.Rollback, RolloutRig.Flag, By("ann", "r1:9.9.9.9"))));
        Assert.That(pair.One.Record.Phase, Is.EqualTo(RolloutPhase.Running));
    }

    [Test]
    public void Request_IsChecked_AtTheCall()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        var rollouts = rig.Rollouts;

        Assert.That(() => rollouts.OperateAsync(RolloutOperation.Pause, "f", null!), Throws.ArgumentNullException);
        Assert.That(() => rollouts.OperateAsync(RolloutOperation.Pause, "f", new OperatorRequest("", "x")), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => rollouts.OperateAsync(RolloutOperation.Pause, "f", new OperatorRequest("x", "")), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => rollouts.OperateAsync(RolloutOperation.Pause, "other", new OperatorRequest("x", "x")), Throws.ArgumentException);
        Assert.That(
            () => rollouts.OperateAsync((RolloutOperation)99, "f", new OperatorRequest("x", "x")), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static OperatorRequest By(string name, string seen) => new(name, "because", seen);

    /// <summary>Two instances on one store that both have seen the same, and on one clock.</summary>
    private sealed class Pair : IDisposable
    {
        public Pair(bool isFleet)
        {
            var time = new ManualTimeProvider();
            Store = isFleet ? new InMemoryRolloutLog(time) : new InMemoryRolloutStore();
            OfOne = new ScriptedStore(Store);
            One = new RolloutRig(RolloutRig.Guarded, isFleet ? Store : OfOne, time, "one");
            Other = new RolloutRig(RolloutRig.Guarded, Store, time, "other");
            for (var round = 0; round < 100 && !IsSettled; round++)
            {
                Pass(1);
            }

            Assert.That(IsSettled, Is.True, "both have seen the same");
        }

        public IRolloutStore Store { get; }

        public ScriptedStore OfOne { get; }

        public RolloutRig One { get; }

        public RolloutRig Other { get; }

        public string Seen => One.Status.Revision;

        private bool IsSettled => One.Record.Phase == RolloutPhase.Running && Other.Status.Revision == Seen && Other.Record.Revision == One.Record.Revision;

        public void Pass(int seconds) => One.Pass(seconds);

        public void Dispose()
        {
            One.Dispose();
            Other.Dispose();
        }
    }
}
