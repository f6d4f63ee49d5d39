using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Rollouts.Stores;
using NUnit.Framework;
using Mode = GrayFlags.Tests.Rollouts.Stores.ScriptedStore.Mode;

namespace GrayFlags.Tests.Rollouts;

/// <summary>Stores that are late, away or hang; and several controllers on one store.</summary>
[Fault("G5")]
public sealed class StoreFaultTests
{
    [Test]
    [Fault("G8")]
    public async Task StoreThatAnswersLate_IsNotWrittenOver()
    {
        var kept = new InMemoryRolloutStore();
        using (var before = new RolloutRig(RolloutRig.Guarded, kept))
        {
            before.Pass(1);
            await before.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
        }

        var store = new ScriptedStore(kept) { All = Mode.Hangs };
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(10);
        Assert.That((rig.State, rig.CountOn()), Is.EqualTo(("Pending 0 of attempt 1", 0)));
        store.All = Mode.Works;
        await ReleaseAsync(store, rig);
        rig.Pass(100);

        Assert.That(rig.State, Is.EqualTo("RolledBack 0 of attempt 1"));
        Assert.That((await kept.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.RolledBack));
    }

    [TestCase((int)Mode.Fails)]
    [TestCase((int)Mode.Hangs)]
    [TestCase((int)Mode.Throws)]
    public async Task StoreThatIsAway_HoldsPromotions_NotRollbacks(int mode)
    {
        var kept = new InMemoryRolloutStore();
        var store = new ScriptedStore(kept);
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(30);
        store.All = (Mode)mode;
        rig.Pass(60);
        Assert.That((rig.State, rig.Record.WaitReason), Is.EqualTo(("Running 0 of attempt 1", RolloutWaitReason.Store)));

        rig.Break();
        Assert.That(rig.State, Is.EqualTo("RolledBack 0 of attempt 1"));
        Assert.That((await kept.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.Running));

        store.All = Mode.Works;
        rig.Pass(60);
        Assert.That((await kept.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.RolledBack));
        var lines = rig.Log.Entries.Where(entry => entry.EventId.Id is 164 or 165).ToList();
        Assert.That(lines.Select(line => line.EventId.Id), Is.EqualTo(new[] { 164, 165 }));
        Assert.That(lines[0].Message, Does.Not.Contain('\n'));
        if ((Mode)mode == Mode.Hangs)
        {
            Assert.That(SpinWait.SpinUntil(() => store.Cancelled > 0, TimeSpan.FromSeconds(30)), Is.True, "what hangs is told to stop");
        }
    }

    [Test]
    public async Task OperatorsOfAStoreThatIsAway_HearOfIt_ButMayRollBack()
    {
        var store = new ScriptedStore(new InMemoryRolloutStore());
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        store.Writes = Mode.Fails;

        Assert.That(() => rig.Rollouts.PromoteAsync(RolloutRig.Flag, "eve", "x"), Throws.InstanceOf<IOException>());
        Assert.That(() => rig.Rollouts.ApproveAsync(RolloutRig.Flag, "eve", "x"), Throws.InstanceOf<IOException>());
        Assert.That(rig.State, Is.EqualTo("Running 0 of attempt 1"));
        store.Writes = Mode.Hangs;
        using var patience = new CancellationTokenSource();
        var promotion = rig.Rollouts.PromoteAsync(RolloutRig.Flag, "eve", "x", patience.Token);
        await patience.CancelAsync();
        Assert.That(() => promotion, Throws.InstanceOf<OperationCanceledException>());
        Assert.ThrowsAsync<GrayNotSavedException>(() => rig.EndAsync(rig.Rollouts.PauseAsync(RolloutRig.Flag, "eve", "x")));
        Assert.That(rig.Record.Phase, Is.EqualTo(RolloutPhase.Paused));
        Assert.ThrowsAsync<GrayNotSavedException>(() => rig.EndAsync(rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x")));
        Assert.That(rig.Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That(
            () => rig.Rollouts.CancelAsync(RolloutRig.Flag, "eve", "x", new CancellationToken(true)),
            Throws.InstanceOf<OperationCanceledException>(),
            "the rules would decide again: that is larger");
        Assert.That(rig.State, Is.EqualTo("RolledBack 0 of attempt 1"));
    }

    [Test]
    public async Task FlushThatIsRetried_CountsNothingTwice()
    {
        var kept = new InMemoryRolloutStore();
        var store = new ScriptedStore(kept);
        using (var rig = new RolloutRig(RolloutRig.Guarded, store))
        {
            rig.Pass(1);
            rig.Calls(0, 200, static _ => false);
            store.Writes = Mode.WorksAndFails;
            rig.Pass(20);
            store.Writes = Mode.Works;
            rig.Pass(10);
        }

        var seen = (await kept.ReadEvidenceAsync(default)).Single();
        Assert.That(seen.CanaryOutcomes + seen.ControlOutcomes, Is.EqualTo(200));

        using var next = new RolloutRig(RolloutRig.Guarded, kept);
        next.Pass(1);
        Assert.That((next.Status.CanaryOutcomes, next.Status.ControlOutcomes), Is.EqualTo((seen.CanaryOutcomes, seen.ControlOutcomes)));
        Assert.That(next.Status.Guards[0].Canary.Count, Is.EqualTo(seen.CanaryOutcomes));
        next.Calls(1_000, 100, static _ => false);
        next.Pass(10);
        seen = (await kept.ReadEvidenceAsync(default)).Single();
        Assert.That(seen.CanaryOutcomes + seen.ControlOutcomes, Is.EqualTo(300));
    }

    // A removal that is kept meanwhile says nothing of the evidence that was not.
    [Test]
    public async Task EvidenceThatWasLost_IsWrittenAgain_WhateverElseIsWrittenBefore()
    {
        var kept = new InMemoryRolloutStore();
        var store = new ScriptedStore(kept);
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        rig.Calls(0, 200, static _ => false);
        store.Writes = Mode.Fails;
        rig.Pass(6);
        store.Writes = Mode.Works;
        await rig.Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, RolloutRig.User(1));
        rig.Pass(1);
        rig.Pass(6);

        var seen = (await kept.ReadEvidenceAsync(default)).Single();
        Assert.That(seen.CanaryOutcomes + seen.ControlOutcomes, Is.EqualTo(200));
    }

    [Test]
    public async Task RollbackThatTheStoreDidNotTake_IsWrittenAgain_AlsoWhenTheFlagIsGone()
    {
        var kept = new InMemoryRolloutStore();
        var store = new ScriptedStore(kept);
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        store.Writes = Mode.Fails;
        var rollback = rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
        rig.Set(null);
        Assert.ThrowsAsync<GrayNotSavedException>(() => rig.EndAsync(rollback));
        rig.Pass(2);
        store.Writes = Mode.Works;
        rig.Pass(10);

        Assert.That((await kept.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.RolledBack));
    }

    [Test]
    public async Task DamageToldByAStoreThatIsLate_PausesWhatIsWatched()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded, new DamagedStore());
        rig.Pass(1);
        await Task.Yield();
        for (var wait = 0; rig.Record.Phase == RolloutPhase.Pending && wait < 1_000; wait++)
        {
            await Task.Yield();
            rig.Pass(1);
        }

        Assert.That((rig.Record.Phase, rig.Record.WaitReason, rig.CountOn()), Is.EqualTo((RolloutPhase.Paused, RolloutWaitReason.Lost, 0)));
        rig.Pass(30);
        Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id == 166), Is.EqualTo(1));
    }

    /// <summary>Whatever the order in which two nodes step, read and write: who rolls back wins, and no stage goes down.</summary>
    [Test]
    public async Task TwoNodes_Converge_InWhateverOrder([Range(0, 39)] int seed)
    {
        var random = new Random(seed);
        var kept = new InMemoryRolloutStore();
        var stores = new[] { new ScriptedStore(kept), new ScriptedStore(kept) };
        using var a = new RolloutRig(RolloutRig.Guarded, stores[0], node: "a");
        using var b = new RolloutRig(RolloutRig.Guarded, stores[1], node: "b");
        var rigs = new[] { a, b };
        var isRolledBack = false;
        var least = new[] { 0, 0 };
        for (var step = 0; step < 60; step++)
        {
            var node = random.Next(2);
            switch (random.Next(8))
            {
                case 0:
                    stores[node].All = random.Next(2) == 0 ? Mode.Works : Mode.Fails;
                    break;
                case 1:
                    await Try(rigs[node], rollouts => rollouts.PauseAsync(RolloutRig.Flag, "eve", "x"));
                    break;
                case 2:
                    await Try(rigs[node], rollouts => rollouts.ResumeAsync(RolloutRig.Flag, "eve", "x"));
                    break;
                case 3:
                    await Try(rigs[node], rollouts => rollouts.PromoteAsync(RolloutRig.Flag, "eve", "x"));
                    break;
                case 4 when step > 30:
                    isRolledBack |= await Try(rigs[node], rollouts => rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x"));
                    break;
                default:
                    rigs[node].Pass(random.Next(1, 30));
                    break;
            }

            for (var each = 0; each < 2; each++)
            {
                Assert.That(rigs[each].Record.Stage, Is.GreaterThanOrEqualTo(least[each]), $"seed {seed}, step {step}");
                least[each] = rigs[each].Record.Stage;
            }
        }

        (stores[0].All, stores[1].All) = (Mode.Works, Mode.Works);
        for (var round = 0; round < 4; round++)
        {
            a.Pass(6);
            b.Pass(6);
        }

        if (isRolledBack)
        {
            Assert.That((a.Record.Phase, b.Record.Phase), Is.EqualTo((RolloutPhase.RolledBack, RolloutPhase.RolledBack)), $"seed {seed}");
        }

        // What runs goes on while it is looked at; so both are stopped first.
        await Try(a, rollouts => rollouts.PauseAsync(RolloutRig.Flag, "eve", "stop"));
        a.Pass(6);
        b.Pass(6);
        a.Pass(6);
        Assert.That((b.Record.Phase, b.Record.Stage), Is.EqualTo((a.Record.Phase, a.Record.Stage)), $"seed {seed}");
    }

    [Test]
    public async Task RollbackOfOneNode_IsTheOtherOnesWithinSeconds_AndItsRemovalsToo()
    {
        var kept = new InMemoryRolloutStore();
        using var a = new RolloutRig(RolloutRig.Guarded, kept, node: "a");
        using var b = new RolloutRig(RolloutRig.Guarded, kept, node: "b");
        a.Pass(1);
        b.Pass(1);
        var canary = RolloutRig.User(a.Find(GrayArm.Canary));
        await a.Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, canary);
        a.Pass(1);
        b.Pass(6);
        Assert.That(b.Evaluator.Evaluate(RolloutRig.Flag, canary).Reason, Is.EqualTo(DecisionReason.Removed));

        a.Break();
        b.Pass(6);
        Assert.That(b.State, Is.EqualTo("RolledBack 0 of attempt 1"));
        Assert.That(b.Audit.Last().Message, Is.EqualTo(a.Audit.Last().Message), "each node says so in its own log");
        a.Time.Advance(TimeSpan.FromMinutes(11));
        await a.Rollouts.RestartAsync(RolloutRig.Flag, "eve", "mended");
        b.Pass(6);
        Assert.That(b.Record.Attempt, Is.EqualTo(2), "a later attempt wins");
    }

    private static async Task ReleaseAsync(ScriptedStore store, RolloutRig rig)
    {
        for (var wait = 0; rig.Record.Phase != RolloutPhase.RolledBack && wait < 1_000; wait++)
        {
            store.Release();
            await Task.Yield();
            rig.Pass(1);
        }
    }

    private static async Task<bool> Try(RolloutRig rig, Func<IGrayRollouts, Task<RolloutStatus>> work)
    {
        try
        {
            await rig.EndAsync(work(rig.Rollouts));
            return true;
        }
        catch (GrayNotSavedException)
        {
            // It holds all the same.
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private sealed class DamagedStore : IRolloutStore
    {
        private readonly InMemoryRolloutStore _kept = new();

        public async Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            throw new InvalidDataException("half of it is missing");
        }

        public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken) => _kept.WriteAsync(record, cancellationToken);

        public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) => _kept.ReadEvidenceAsync(cancellationToken);

        public Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) => _kept.ReadRemovalsAsync(cursor, cancellationToken);
    }
}
