using GrayFlags.Journals;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Rollouts.Stores;
using NUnit.Framework;
using Mode = GrayFlags.Tests.Rollouts.Stores.ScriptedStore.Mode;

namespace GrayFlags.Tests.Rollouts;

/// <summary>An operator whose decision is not kept is told so, and the decision holds all the same.</summary>
[Fault("R2")]
[Fault("K3")]
public sealed class NotSavedTests
{
    [TestCase((int)Mode.Fails)]
    [TestCase((int)Mode.Hangs)]
    [TestCase((int)Mode.Throws)]
    public async Task StoreThatDoesNotTakeIt_TheCallFails_AndTheDecisionHolds(int mode)
    {
        var kept = new InMemoryRolloutStore();
        var store = new ScriptedStore(kept);
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        store.Writes = (Mode)mode;

        var paused = Assert.ThrowsAsync<GrayNotSavedException>(() => rig.EndAsync(rig.Rollouts.PauseAsync(RolloutRig.Flag, "eve", "x")));
        Assert.That(rig.State, Is.EqualTo("Paused 0 of attempt 1"));
        var rollback = rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
        Assert.That((rig.State, rig.CountOn()), Is.EqualTo(("RolledBack 0 of attempt 1", 0)), "before the store has answered");
        var rolledBack = Assert.ThrowsAsync<GrayNotSavedException>(() => rig.EndAsync(rollback));

        Assert.That(paused!.Message, Does.Contain("'f'").And.Contain("not saved").And.Not.Contain('\n'));
        Assert.That(rolledBack!.InnerException, Is.Not.Null);
        Assert.That(rig.Log.Entries.Where(entry => entry.EventId.Id == 157).Select(entry => entry.Message), Has.Exactly(2).Contains("'f'"));
        Assert.That((await kept.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.Running));

        store.Writes = Mode.Works;
        store.Release();
        rig.Pass(60);
        Assert.That((await kept.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.RolledBack), "saving goes on being tried");
    }

    [TestCase((int)Mode.Fails)]
    [TestCase((int)Mode.Throws)]
    [TestCase((int)Mode.WorksAndFails)]
    public async Task StoreThatIsAwayForAMoment_IsAskedAgain_AndTheCallEndsWhenItHasIt(int mode)
    {
        var kept = new InMemoryRolloutStore();
        var store = new ScriptedStore(kept);
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        store.Writes = (Mode)mode;
        var rollback = rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
        Assert.That(rollback.IsCompleted, Is.False);

        store.Writes = Mode.Works;
        Assert.That((await rig.EndAsync(rollback)).Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That((await kept.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That(rig.Log.Entries.Where(entry => entry.EventId.Id == 157), Is.Empty);
    }

    [Test]
    public async Task CallThatIsCancelled_SaysThatTheDecisionHolds()
    {
        var store = new ScriptedStore(new InMemoryRolloutStore());
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        store.Writes = Mode.Hangs;
        using var stop = new CancellationTokenSource();
        var rollback = rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x", stop.Token);
        await stop.CancelAsync();

        Assert.That(() => rollback, Throws.InstanceOf<GrayNotSavedException>().With.InnerException.InstanceOf<OperationCanceledException>());
        Assert.That(rig.State, Is.EqualTo("RolledBack 0 of attempt 1"));
    }

    // "A task was canceled" was all that the operator heard: the last try is ended when the time is up, whatever the tries before it had said.
    [TestCase(true, "the store is\naway", "the store is")]
    [TestCase(false, "The store has not answered for 5 s.", "The store has not answered for 5 s.")]
    public async Task StoreThatHangsInTheEnd_TheOperatorHearsWhatItSaidBefore(bool hasFailed, string cause, string logged)
    {
        var store = new ScriptedStore(new InMemoryRolloutStore());
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        store.Writes = hasFailed ? Mode.Fails : Mode.Hangs;
        var rollback = rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
        for (var tenth = 0; tenth < 10; tenth++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }

        store.Writes = Mode.Hangs;
        var failure = Assert.ThrowsAsync<GrayNotSavedException>(() => rig.EndAsync(rollback));

        Assert.That(failure!.InnerException!.Message, Is.EqualTo(cause));
        Assert.That(rig.Log.Entries.Single(entry => entry.EventId.Id == 157).Message, Does.Contain(logged));
        Assert.That(rig.Log.Entries.Select(static entry => entry.Message), Has.None.Contains("canceled"));
    }

    [TestCase((int)Mode.Fails)]
    [TestCase((int)Mode.Hangs)]
    [TestCase((int)Mode.Throws)]
    public async Task OptOutThatTheStoreDoesNotTake_IsNotToldAsKept(int mode)
    {
        var kept = new InMemoryRolloutStore();
        var store = new ScriptedStore(kept);
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        var (user, other) = (RolloutRig.User(rig.Find(GrayArm.Canary)), new GrayContext("other"));
        store.Writes = (Mode)mode;

        var call = rig.Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, user);
        Assert.That(rig.Evaluator.IsEnabled(RolloutRig.Flag, user), Is.False, "at once");
        Assert.That(await rig.EndAsync(call), Is.EqualTo(FeedbackResult.RemovedHereOnly));
        Assert.That((await kept.ReadRemovalsAsync(0, default)).Removals, Is.Empty);

        store.Writes = Mode.Works;
        store.Release();
        rig.Pass(60);
        Assert.That((await kept.ReadRemovalsAsync(0, default)).Removals, Has.Count.EqualTo(1), "saving goes on being tried");
        Assert.That(await rig.EndAsync(rig.Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, other)), Is.EqualTo(FeedbackResult.RecordedAndRemoved));
        Assert.That((await kept.ReadRemovalsAsync(0, default)).Removals, Has.Count.EqualTo(2), "when the call has ended");
    }

    [Test]
    public void FileWhoseDiskIsFull_TheCallFails()
    {
        using var folder = new TempFolder();
        var isFull = false;
        var store = new FileRolloutStore(folder["rollouts.json"])
        {
            OpenEnd = path => isFull ? throw new IOException("No space left on device") : RegularFile.Open(path, out _),
        };
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        isFull = true;

        Assert.ThrowsAsync<GrayNotSavedException>(() => rig.EndAsync(rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x")));
        Assert.That(rig.State, Is.EqualTo("RolledBack 0 of attempt 1"));
    }
}
