using GrayFlags.Rollouts.Control;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Rollouts.Stores;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>The ticker inside a whole evaluator: stages, clocks, restarts, guards that fail, disposal.</summary>
public sealed class RolloutTickerTests
{
    private const string ClockOnly = """
        { "start": "2025-12-31T00:00:00Z", "stages": [{ "name": "s0", "percentage": 10, "hold": "01:00:00" },
            { "name": "s1", "percentage": 50, "hold": "1.00:00:00" }, { "name": "all", "percentage": 100 }] }
        """;

    [Test]
    public void Stages_FollowEachOther_AndAdmitMore()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        Assert.That((rig.State, rig.CountOn()), Is.EqualTo(("Pending 0 of attempt 1", 0)));
        rig.Pass(1);
        Assert.That(rig.CountOn(), Is.InRange(60, 140));
        rig.Pass(58);
        Assert.That(rig.State, Is.EqualTo("Running 0 of attempt 1"));
        rig.Pass(1);
        Assert.That((rig.State, rig.Status.Percentage), Is.EqualTo(("Running 1 of attempt 1", 50)));
        rig.Pass(60);
        Assert.That((rig.State, rig.CountOn()), Is.EqualTo(("Running 2 of attempt 1", 1_000)));
        rig.Pass(60);
        Assert.That((rig.State, rig.CountOn()), Is.EqualTo(("Completed 2 of attempt 1", 1_000)));
        Assert.That(rig.Audit.Select(entry => entry.Message), Has.Exactly(4).Items);
        Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id == 163), Is.EqualTo(1), "there is no store");
    }

    [Test]
    public void NewProcess_WithoutStore_IsAtOnceWhereTheClockIs()
    {
        using var rig = new RolloutRig(ClockOnly);

        Assert.That(rig.State, Is.EqualTo("Running 1 of attempt 1"), "not in the first stage until the first step");
        Assert.That(rig.CountOn(), Is.InRange(430, 570));
        rig.Pass(7_200);
        Assert.That(rig.State, Is.EqualTo("Completed 2 of attempt 1"));
    }

    [Test]
    public void WindowedStage_WithoutStore_IsRefused()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        const string windowed = """ "percentage": 10, "window": { "from": "09:00", "to": "10:00", "timeZone": "UTC" },""";
        rig.Set(ClockOnly.Replace("\"percentage\": 10,", windowed, StringComparison.Ordinal));

        Assert.That(rig.Evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded));
    }

    // M1, M5, G4: whatever becomes of the clock, a watched stage lasts as long as somebody watched.
    [TestCase(-86_400)]
    [TestCase(86_400)]
    [TestCase(1_000_000_000)]
    [TestCase(-1_000_000_000)]
    public void ClockThatJumps_NeitherEndsNorProlongsAStage(int seconds)
    {
        using var rig = new RolloutRig(RolloutRig.Guarded, new InMemoryRolloutStore());
        rig.Pass(31);
        rig.Time.SetUtc(rig.Time.GetUtcNow().AddSeconds(seconds));
        rig.Pass(28);
        Assert.That(rig.State, Is.EqualTo("Running 0 of attempt 1"));
        rig.Pass(3);
        Assert.That(rig.State, Is.EqualTo("Running 1 of attempt 1"));
        rig.Time.SetUtc(rig.Time.GetUtcNow().AddSeconds(-seconds));
        rig.Pass(20);
        Assert.That(rig.State, Is.EqualTo("Running 1 of attempt 1"));
        rig.Pass(200);
        Assert.That(rig.State, Is.EqualTo("Completed 2 of attempt 1"));
    }

    // A machine without a clock of its own starts in 1970, and learns the time while the process runs.
    [Test]
    public void ProcessThatStartsBeforeTheClockIsSet_GoesOn()
    {
        var (store, time) = (new InMemoryRolloutStore(), new ManualTimeProvider());
        using (var before = new RolloutRig(RolloutRig.Guarded, store, time))
        {
            before.Pass(10);
        }

        using var rig = new RolloutRig(RolloutRig.Guarded, store, new ManualTimeProvider(DateTimeOffset.UnixEpoch));
        rig.Pass(5);
        rig.Time.SetUtc(time.GetUtcNow());
        rig.Pass(70);

        Assert.That(rig.State, Is.EqualTo("Running 1 of attempt 1"));
    }

    [Test]
    public void NoData_IsCountedWhileSomebodyLooks()
    {
        var (store, time) = (new InMemoryRolloutStore(), new ManualTimeProvider());
        var held = RolloutRig.Guarded.Replace("\"hold\": \"00:01:00\"", "\"hold\": \"10:00:00\"", StringComparison.Ordinal);
        using (var before = new RolloutRig(held, store, time))
        {
            before.Pass(10);
        }

        time.Advance(TimeSpan.FromHours(3));
        using var rig = new RolloutRig(held, store, time);
        rig.Pass(3_000);
        Assert.That(rig.State, Is.EqualTo("Running 0 of attempt 1"), "nobody was there for three hours");
        rig.Calls(0, 10, static _ => false);
        rig.Pass(1);
        time.SetUtc(time.GetUtcNow().AddHours(5));
        rig.Pass(3_500);
        Assert.That(rig.State, Is.EqualTo("Running 0 of attempt 1"), "the clock was moved by five hours");
        rig.Pass(110);
        Assert.That((rig.State, rig.Record.Reason), Is.EqualTo(("Paused 0 of attempt 1", "no calls for 01:00:00")));
    }

    // A restart, an edit and a clock that jumps change no evidence.
    [Test]
    public void Evidence_SurvivesARestart_AnEdit_AndAJumpOfTheClock()
    {
        var (store, time) = (new InMemoryRolloutStore(), new ManualTimeProvider());
        var held = RolloutRig.Guarded.Replace("\"hold\": \"00:01:00\"", "\"hold\": \"10:00:00\"", StringComparison.Ordinal);
        double evidence;
        using (var before = new RolloutRig(held, store, time))
        {
            before.Pass(1);
            var controls = 0;
            before.Calls(0, 500, outcome => outcome.Arm == GrayArm.Control && ++controls % 50 == 0);
            before.Pass(5);
            evidence = before.Status.Guards[0].Evidence;
            Assert.That((before.Status.CanaryOutcomes > 20, before.Status.Control.Failures > 0), Is.EqualTo((true, true)), "there is something to keep");
            before.Time.SetUtc(before.Time.GetUtcNow().AddDays(1));
            before.Pass(3);
            Assert.That(before.Status.Guards[0].Evidence, Is.EqualTo(evidence), "a jump");
            before.Set(held, rules: """{ "staff": { "users": ["boss"] } }""");
            before.Pass(3);
            Assert.That(before.Status.Guards[0].Evidence, Is.EqualTo(evidence), "an edit of rules");
            before.Set(held.Replace("\"errors\": {", "\"slow\": { \"metric\": \"duration\" }, \"errors\": {", StringComparison.Ordinal));
            before.Pass(3);
            Assert.That(before.Status.Guards.Single(guard => guard.Name == "errors").Evidence, Is.EqualTo(evidence), "a guard more");
            before.Set(held);
            before.Pass(10);
        }

        using var rig = new RolloutRig(held, store, time);
        rig.Pass(3);
        Assert.That(rig.Status.Guards[0].Evidence, Is.EqualTo(evidence), "a restart");

        // The same users again are no evidence.
        rig.Calls(0, 500, static _ => true);
        rig.Pass(3);
        Assert.That(rig.Status.Guards[0].Evidence, Is.EqualTo(evidence));
        Assert.That(rig.Status.Canary.Failures, Is.GreaterThan(0));
    }

    // What an attempt needs is given back when it has ended; what its guards saw last is shown.
    [Test]
    public async Task AttemptThatHasEnded_KeepsWhatItsGuardsSaw()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded, new InMemoryRolloutStore());
        rig.Pass(1);
        rig.Calls(0, 500, static _ => false);
        rig.Pass(3);
        var seen = rig.Status.Guards[0];

        await rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
        rig.Pass(100);

        Assert.That(seen.Canary.Count, Is.GreaterThan(20));
        Assert.That(rig.Status.Guards[0].Canary, Is.EqualTo(seen.Canary));
    }

    // A guard that is none: nothing that a document can say.
    [Test]
    [Fault("G5")]
    public void GuardThatThrows_PausesItsOwnRollout_AndNoOther()
    {
        const string more = """
            , "z": { "rollout": {
                "stages": [{ "name": "s0", "percentage": 10, "hold": "00:00:30", "minSamples": 0 }, { "name": "s1", "percentage": 20, "hold": "10:00:00" }],
                "guards": { "errors": { "metric": "error" } } } }
            """;
        using var rig = new RolloutRig(RolloutRig.Guarded, new InMemoryRolloutStore(), more: more);
        var snapshots = Internals.StoreOf(rig.Evaluator);
        snapshots.Current.Rollout(RolloutRig.Flag)!.Plan.Guards[0] = null!;

        rig.Pass(100);

        Assert.That((rig.State, rig.Record.Reason), Is.EqualTo(("Paused 0 of attempt 1", RolloutMonitor.GuardsFailed)));
        Assert.That(rig.Rollouts.GetStatus("z")!.Record.Stage, Is.EqualTo(1));
        Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id is 167 or 169), Is.EqualTo(1));
        Assert.That(() => rig.CountOn(), Throws.Nothing);
    }

    [Test]
    [Fault("G5")]
    public void LoggerOrSubscriberThatThrows_HoldsNothingUp()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        using var told = new CountdownEvent(4);
        rig.Rollouts.Changed += (_, _) => throw new InvalidOperationException("mine");
        rig.Rollouts.Changed += (_, _) => told.Signal();

        rig.Pass(200);

        Assert.That(rig.State, Is.EqualTo("Completed 2 of attempt 1"));
        Assert.That(told.Wait(TimeSpan.FromSeconds(30)), Is.True);
    }

    [Test]
    public void Dispose_LeavesNoTimer_AndAnswersGoOn([Values] ScriptedMode mode)
    {
        var time = new ManualTimeProvider();
        var store = new ScriptedStore(new InMemoryRolloutStore());
        var rig = new RolloutRig(RolloutRig.Guarded, store, time);
        rig.Pass(5);
        store.All = (ScriptedStore.Mode)mode;
        rig.Pass(1);

        rig.Dispose();
        rig.Dispose();

        Assert.That(time.ArmedTimers, Is.Zero);
        rig.Pass(1_000);
        Assert.That(rig.CountOn(), Is.InRange(60, 140));
    }

    public enum ScriptedMode
    {
        Works,
        Fails,
        Hangs,
        WorksAndFails,
        Throws,
    }

    [Test]
    public void NothingToStep_NoTimerRuns()
    {
        using var rig = new RolloutRig(null);
        rig.Pass(1);
        Assert.That(rig.Time.ArmedTimers, Is.Zero);
        rig.Set(RolloutRig.Guarded);
        Assert.That(rig.Time.ArmedTimers, Is.EqualTo(1));
        rig.Set(null);
        rig.Pass(1);
        Assert.That(rig.Time.ArmedTimers, Is.Zero);
    }
}
