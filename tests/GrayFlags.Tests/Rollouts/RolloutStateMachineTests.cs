using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rollouts;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rules;
using GrayFlags.Rules.Plans;
using GrayFlags.Rules.Time;
using GrayFlags.Snapshots;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>The rows of ROLLOUTS.md, "States", one by one.</summary>
public sealed class RolloutStateMachineTests
{
    private const string Guards = """, "guards": { "errors": { "metric": "error" }, "limit": { "metric": "optOut", "compare": "limit", "max": 0.1 } }""";

    private const string Gates = """
        { "name": "a", "percentage": 10, "hold": "00:10:00", "minSamples": 5, "maxHold": "02:00:00", "window": { "from": "09:00", "to": "18:00",
            "timeZone": "UTC" }, "advance": "ADVANCE" },
        { "name": "b", "percentage": 20, "hold": "00:10:00" }
        """;

    private static readonly DateTimeOffset Zero = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, double> Nothing = [];
    private static readonly Dictionary<string, double> Known = new() { ["errors"] = 7 };

    [TestCase(-1, RolloutPhase.Pending)]
    [TestCase(0, RolloutPhase.Running)]
    [TestCase(5, RolloutPhase.Running)]
    public void Pending_BeginsAtItsStart(int seconds, RolloutPhase phase)
    {
        var plan = Stages(""" "start": "2026-03-02T09:00:00Z", """, Plain("a", 10) + "," + Plain("b", 20), Guards);
        var record = RolloutStateMachine.New(plan);

        var next = RolloutStateMachine.Tick(plan, record, Sight(seconds));

        Assert.That((next.Phase, next.Stage, ReferenceEquals(next, record)), Is.EqualTo((phase, 0, phase == RolloutPhase.Pending)));
        Assert.That(next.Changes, Has.Count.EqualTo(phase == RolloutPhase.Pending ? 0 : 1));
        if (phase == RolloutPhase.Running)
        {
            Assert.That((next.StartedAt, next.StageStartedAt), Is.EqualTo((At(seconds), At(seconds))), "a stage that is watched begins when somebody watches");
            Assert.That(
                next.Changes[0],
                Is.EqualTo(new RolloutChange(At(seconds), "f", "1", 1, RolloutPhase.Pending, RolloutPhase.Running, "a", "clock", next.Reason)));
        }
    }

    /// <summary>Everything at once is wrong; what is put right falls away from the front of the order.</summary>
    [Test]
    public void Gates_AreAskedInTheirOrder()
    {
        var plan = Stages(
            "",
            Gates.Replace("ADVANCE", "approval", StringComparison.Ordinal),
            Guards,
            """, "health": { "noData": "pause", "splitMismatch": "pause", "noDataAfter": "00:30:00" }""");
        var record = Running(plan);
        var sight = Sight(0) with
        {
            RollbackBreach = "rollback", IsSplitMismatch = true, IsUnsettled = true, ControlSamples = 0, CanarySamples = 0, PauseBreach = "pause",
            AliveAt = At(-3_600),
        };
        record = record with { StageStartedAt = At(-3_600), StartedAt = At(-3_600) };

        Assert.That(Tick().Phase, Is.EqualTo(RolloutPhase.RolledBack));
        sight = sight with { RollbackBreach = null };
        Assert.That((Tick().Phase, Tick().Reason), Is.EqualTo((RolloutPhase.Paused, "the arms have not the sizes that the share gives them")));
        sight = sight with { IsSplitMismatch = false };
        Assert.That((Tick().Phase, Tick().Reason), Is.EqualTo((RolloutPhase.Paused, "nobody has called for 00:30:00")));
        sight = sight with { AliveAt = At(-1_799) };
        Assert.That((Tick().Phase, Tick().Reason), Is.EqualTo((RolloutPhase.Paused, "pause")));
        sight = sight with { PauseBreach = null };
        Assert.That((Tick().Phase, Tick().WaitReason), Is.EqualTo((RolloutPhase.Running, RolloutWaitReason.Data)));
        sight = sight with { IsUnsettled = false };
        record = record with { StageStartedAt = At(-599) };
        Assert.That((Tick().Phase, Tick().WaitReason), Is.EqualTo((RolloutPhase.Running, RolloutWaitReason.Time)));
        record = record with { StageStartedAt = At(-600) };
        Assert.That(Tick().WaitReason, Is.EqualTo(RolloutWaitReason.Window));
        sight = sight with { IsWindowOpen = true, CanarySamples = 4 };
        Assert.That(Tick().WaitReason, Is.EqualTo(RolloutWaitReason.Samples));
        sight = sight with { CanarySamples = 5 };
        Assert.That(Tick().WaitReason, Is.EqualTo(RolloutWaitReason.Samples), "nothing of the control");
        sight = sight with { ControlSamples = 1 };
        Assert.That(Tick().WaitReason, Is.EqualTo(RolloutWaitReason.Approval));
        record = RolloutStateMachine.Approve(plan, record, "eve", "seen", At(0));
        var next = Tick();
        Assert.That(
            (next.Phase, next.Stage, next.WaitReason, next.IsApproved, next.StageStartedAt),
            Is.EqualTo((RolloutPhase.Running, 1, RolloutWaitReason.None, false, At(0))));
        Assert.That(next.Changes.Select(change => change.Stage), Is.EqualTo(new[] { "a", "a", "b" }));

        RolloutRecord Tick() => RolloutStateMachine.Tick(plan, record, sight);
    }

    [Test]
    public void Evidence_IsWaitedFor()
    {
        var plan = Stages("", Gates.Replace("ADVANCE", "evidence", StringComparison.Ordinal), Guards);
        var record = Running(plan) with { StageStartedAt = At(-600) };
        var sight = Sight(0) with { IsWindowOpen = true, CanarySamples = 5, ControlSamples = 1 };

        Assert.That(RolloutStateMachine.Tick(plan, record, sight).WaitReason, Is.EqualTo(RolloutWaitReason.Evidence));
        Assert.That(RolloutStateMachine.Tick(plan, record, sight with { IsProved = true }).Stage, Is.EqualTo(1));
    }

    [TestCase("hold", 7_199, 0)]
    [TestCase("hold", 7_200, 0)]
    [TestCase("promote", 7_199, 0)]
    [TestCase("promote", 7_200, 1)]
    [TestCase("promote", 7_200, 0, 0)]
    public void MaxHold_PromotesOnlyWhereItIsAskedFor_AndNothingUnseen(string onMaxHold, int seconds, int stage, int samples = 1)
    {
        var plan = Stages(
            $""" "onMaxHold": "{onMaxHold}", """,
            Gates.Replace("ADVANCE", "approval", StringComparison.Ordinal),
            Guards,
            """, "health": { "noData": "none" }""");

        var next =
            RolloutStateMachine.Tick(plan, Running(plan), Sight(seconds) with { AliveAt = At(seconds), CanarySamples = samples, ControlSamples = samples });

        Assert.That(
            (next.Phase, next.Stage, next.WaitReason),
            Is.EqualTo((RolloutPhase.Running, stage, stage == 0 ? RolloutWaitReason.Window : RolloutWaitReason.None)));
    }

    [TestCase("rollback", RolloutPhase.RolledBack)]
    [TestCase("withhold", RolloutPhase.Withheld)]
    [TestCase("pause", RolloutPhase.Paused)]
    [TestCase("none", RolloutPhase.Running)]
    public void Health_DoesWhatItSays(string action, RolloutPhase phase)
    {
        var plan = Stages(
            "",
            Plain("a", 10) + "," + Plain("b", 20),
            Guards,
            $$""", "health": { "splitMismatch": "{{action}}", "silentArm": "{{action}}", "noData": "{{action}}", "noDataAfter": "00:00:05" }""");

        Assert.That(RolloutStateMachine.Tick(plan, Running(plan), Sight(1) with { IsSplitMismatch = true }).Phase, Is.EqualTo(phase));
        Assert.That(RolloutStateMachine.Tick(plan, Running(plan), Sight(1) with { IsArmSilent = true }).Phase, Is.EqualTo(phase));
        Assert.That(RolloutStateMachine.Tick(plan, Running(plan), Sight(5)).Phase, Is.EqualTo(phase));
        Assert.That(RolloutStateMachine.Tick(plan, Running(plan), Sight(4)).Phase, Is.EqualTo(RolloutPhase.Running));
        Assert.That(RolloutStateMachine.Tick(plan, Running(plan) with { ResumedAt = At(1) }, Sight(5)).Phase, Is.EqualTo(RolloutPhase.Running));
    }

    [Test]
    public void Pause_StopsTheStage_AndResumptionGoesOnWhereItStood()
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);
        var paused = RolloutStateMachine.Pause(plan, Running(plan), "eve", "lunch", At(40));
        Assert.That((paused.Phase, paused.PausedAt), Is.EqualTo((RolloutPhase.Paused, At(40))));
        Assert.That(RolloutStateMachine.Tick(plan, paused, Sight(100_000)), Is.SameAs(paused));

        var resumed = RolloutStateMachine.Resume(plan, paused, Known, "eve", "back", At(1_000));

        Assert.That(
            (resumed.Phase, resumed.Stage, resumed.Epoch, resumed.PausedAt, resumed.ResumedAt),
            Is.EqualTo((RolloutPhase.Running, 0, 1, (DateTimeOffset?)null, At(1_000))));
        Assert.That(resumed.Acknowledged, Is.EqualTo(Known));
        Assert.That(RolloutStateMachine.Tick(plan, resumed, Sight(1_019)).WaitReason, Is.EqualTo(RolloutWaitReason.Time), "40 s of 60 were over");
        Assert.That(RolloutStateMachine.Tick(plan, resumed, Seen(1_020)).Stage, Is.EqualTo(1));
    }

    // M1: the clock was set back by an hour while it stood still, and then forth by a day.
    [TestCase(-3_600)]
    [TestCase(86_400)]
    public void Resumption_AfterTheClockWasMoved_GoesOnWhereItStood(int moved)
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);
        var paused = RolloutStateMachine.Pause(plan, Running(plan), "eve", "lunch", At(40));

        var resumed = RolloutStateMachine.Resume(plan, paused, Nothing, "eve", "back", At(moved));

        Assert.That(At(moved) - resumed.StageStartedAt, Is.EqualTo(TimeSpan.FromSeconds(40)));
    }

    [Test]
    public void Stage_ThatBeganInTheFuture_BeginsNow()
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);
        var record = Running(plan) with { StageStartedAt = At(1_000_000_000) };

        var next = RolloutStateMachine.Tick(plan, record, Sight(10));

        Assert.That((next.StageStartedAt, next.WaitReason), Is.EqualTo((At(10), RolloutWaitReason.Time)));
    }

    [Test]
    public void RollbackBreach_EndsWhatRunsOrStandsStill_AndIsALatch()
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);
        foreach (var record in new[] { Running(plan), RolloutStateMachine.Pause(plan, Running(plan), "eve", "x", At(1)) })
        {
            var next = RolloutStateMachine.Tick(plan, record, Sight(2) with { RollbackBreach = "worse" });

            Assert.That(
                (next.Phase, next.Reason, next.EndedAt, next.PausedAt, next.Changes[^1].By),
                Is.EqualTo((RolloutPhase.RolledBack, "worse", At(2), (DateTimeOffset?)null, "guard")));
            Assert.That(RolloutStateMachine.Tick(plan, next, Sight(1_000_000)), Is.SameAs(next));
        }
    }

    [Test]
    public void Withheld_AdmitsNobody_AndGoesOnWhereItStood()
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);
        var withheld = RolloutStateMachine.Tick(plan, Running(plan), Sight(40) with { WithholdBreach = "worse" });
        Assert.That((withheld.Phase, withheld.Stage, withheld.PausedAt, withheld.Reason), Is.EqualTo((RolloutPhase.Withheld, 0, At(40), "worse")));
        Assert.That(RolloutStateMachine.Tick(plan, withheld, Sight(100_000)), Is.SameAs(withheld), "until somebody has looked");

        var resumed = RolloutStateMachine.Resume(plan, withheld, Known, "eve", "back", At(1_000));

        Assert.That((resumed.Phase, resumed.Stage, At(1_000) - resumed.StageStartedAt), Is.EqualTo((RolloutPhase.Running, 0, TimeSpan.FromSeconds(40))));
    }

    [Test]
    public void Paused_ThatProvesWorse_IsWithheld_AndRolledBack()
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);
        var paused = RolloutStateMachine.Pause(plan, Running(plan), "eve", "lunch", At(10));

        var withheld = RolloutStateMachine.Tick(plan, paused, Sight(40) with { IsArmSilent = true });

        Assert.That((withheld.Phase, withheld.PausedAt), Is.EqualTo((RolloutPhase.Withheld, At(10))), "it has stood still since it was paused");
        Assert.That(RolloutStateMachine.Tick(plan, withheld, Sight(50) with { RollbackBreach = "worse" }).Phase, Is.EqualTo(RolloutPhase.RolledBack));
    }

    [Test]
    public void Completed_LimitIsAnAlarm_ToldOnce()
    {
        var plan = Stages("", Plain("a", 10), Guards);
        var done = RolloutStateMachine.Tick(plan, Running(plan), Seen(60));

        var alarmed = RolloutStateMachine.Tick(plan, done, Sight(99) with { LimitAlarm = new RolloutAlarm("limit", 9, "over") });

        Assert.That(
            (alarmed.Phase, alarmed.Changes[^1].By, alarmed.Changes[^1].Reason, alarmed.Acknowledged["limit"]),
            Is.EqualTo((RolloutPhase.Completed, "guard", "alarm: over", 9)));
        Assert.That(alarmed.EndedAt, Is.EqualTo(done.EndedAt));
    }

    // No data is no good news: under the defaults no stage is left unseen, whatever is missing.
    [TestCase(0, 0, false)]
    [TestCase(19, 1_000, false)]
    [TestCase(1_000, 0, false)]
    [TestCase(20, 1, true)]
    public void Stage_WithDefaults_IsLeftOnlyWithOutcomesOfBothArms(int canary, int control, bool isLeft)
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);
        var sight = Seen(60) with { CanarySamples = canary, ControlSamples = control };

        var next = RolloutStateMachine.Tick(plan, Running(plan), sight);

        Assert.That((next.Stage, next.WaitReason), Is.EqualTo(isLeft ? (1, RolloutWaitReason.None) : (0, RolloutWaitReason.Samples)));
    }

    [TestCase("", 10, 0, 20)]
    [TestCase("", 50, 0, 24)]
    [TestCase("", 90, 0, 120)]
    [TestCase("", 10, 3_601, 40)]
    [TestCase("", 50, 3_601, 50)]
    [TestCase("", 100, 0, 20)]
    [TestCase(""", "minSamples": 0""", 10, 0, 0)]
    [TestCase(""", "minSamples": 7""", 10, 0, 7)]
    [TestCase(""", "shadow": 0.1""", 0, 0, 20)]
    public void Samples_AreThoseWithWhichADeadCanaryWouldHaveBreached(string more, int percentage, int age, int wanted)
    {
        var plan = Stages(
            "",
            $$"""{ "name": "a", "percentage": {{percentage}} {{more}} }""",
            """, "guards": { "limit": { "metric": "optOut", "compare": "limit", "max": 0.1 } }""");

        Assert.That(StageSamples.Wanted(plan, plan.Stages[0], TimeSpan.FromSeconds(age)), Is.EqualTo(wanted));
    }

    [Test]
    public void Completed_OnlyALimitThatSaysSoEnds()
    {
        var plan = Stages("", Plain("a", 10), Guards);
        var done = RolloutStateMachine.Tick(plan, Running(plan), Seen(60));
        Assert.That((done.Phase, done.Stage, done.EndedAt), Is.EqualTo((RolloutPhase.Completed, 0, At(60))));

        Assert.That(RolloutStateMachine.Tick(plan, done, Sight(99) with { RollbackBreach = "x", PauseBreach = "x", IsSplitMismatch = true }), Is.SameAs(done));
        Assert.That(RolloutStateMachine.Tick(plan, done, Sight(99) with { LimitRollback = "over" }).Phase, Is.EqualTo(RolloutPhase.RolledBack));
    }

    [Test]
    public void Restart_WaitsForTheCooldown_AndHasSoManyAttempts()
    {
        var plan = Stages("", Plain("a", 10), Guards, """, "onRollback": { "cooldown": "00:01:00", "maxAttempts": 2 }""");
        var ended = RolloutStateMachine.RollBack(plan, Running(plan) with { Stage = 0, Epoch = 3, Acknowledged = Known }, "eve", "x", At(10));

        Assert.That(RolloutStateMachine.WhyNotRestart(plan, ended, At(69)), Does.Contain("cooldown"));
        Assert.That(RolloutStateMachine.WhyNotRestart(plan, ended, At(70)), Is.Null);
        var second = RolloutStateMachine.Restart(plan, ended, "eve", "mended", At(70));
        Assert.That(
            (second.Phase, second.Attempt, second.Epoch, second.Stage, second.EndedAt),
            Is.EqualTo((RolloutPhase.Pending, 2, 0, 0, (DateTimeOffset?)null)));
        Assert.That(second.Acknowledged, Is.Empty);
        Assert.That((second.Changes[^1].From, second.Changes[^1].To), Is.EqualTo((RolloutPhase.RolledBack, RolloutPhase.Pending)));
        Assert.That(
            RolloutStateMachine.WhyNotRestart(plan, RolloutStateMachine.RollBack(plan, second, "eve", "x", At(80)), At(1_000)),
            Does.Contain("last of 2"));
        Assert.That(RolloutStateMachine.Tick(plan, ended, Sight(1_000)), Is.SameAs(ended), "only where it says so does it resume by itself");
    }

    [Test]
    public void AutoResume_BeginsTheNextAttemptWhenTheCooldownIsOver()
    {
        var plan = Stages("", Plain("a", 10), Guards, """, "onRollback": { "resume": "auto", "cooldown": "00:01:00", "maxAttempts": 2 }""");
        var record = RolloutStateMachine.RollBack(plan, Running(plan), "guard", "x", At(10));

        Assert.That(RolloutStateMachine.Tick(plan, record, Sight(69)), Is.SameAs(record));
        record = RolloutStateMachine.Tick(plan, record, Sight(70));
        Assert.That((record.Phase, record.Attempt), Is.EqualTo((RolloutPhase.Pending, 2)));
        record = RolloutStateMachine.Tick(plan, record, Sight(71));
        Assert.That((record.Phase, record.StageStartedAt), Is.EqualTo((RolloutPhase.Running, At(71))));
        record = RolloutStateMachine.RollBack(plan, record, "guard", "x", At(80));
        Assert.That(RolloutStateMachine.Tick(plan, record, Sight(100_000)), Is.SameAs(record), "no attempt is left");
    }

    [Test]
    public void Promote_SkipsGates_AndKnowsWhatAPauseWasFor()
    {
        var plan = Stages(""" "start": "2027-01-01T00:00:00Z", """, Gates.Replace("ADVANCE", "approval", StringComparison.Ordinal), Guards);
        var record = RolloutStateMachine.Promote(plan, RolloutStateMachine.New(plan), Known, "eve", "now", At(5));
        Assert.That(
            (record.Phase, record.Stage, record.Epoch, record.StageStartedAt, record.Acknowledged.Count),
            Is.EqualTo((RolloutPhase.Running, 0, 1, At(5), 0)));

        record = RolloutStateMachine.Promote(plan, RolloutStateMachine.Pause(plan, record, "guard", "x", At(6)), Known, "eve", "I know", At(7));
        Assert.That((record.Phase, record.Stage, record.PausedAt, record.ResumedAt), Is.EqualTo((RolloutPhase.Running, 1, (DateTimeOffset?)null, At(7))));
        Assert.That(record.Acknowledged, Is.EqualTo(Known));
        Assert.That(RolloutStateMachine.Promote(plan, record, Known, "eve", "done", At(8)).Phase, Is.EqualTo(RolloutPhase.Completed));
    }

    /// <summary>Without guards the stage is a function of the clock: looked at once or every second, it is the same.</summary>
    [TestCase(0, 0)]
    [TestCase(59, 0)]
    [TestCase(60, 1)]
    [TestCase(119, 1)]
    [TestCase(150, 2)]
    [TestCase(100_000, 3)]
    public void OverdueStages_AreFolded_AsIfSomebodyHadLooked(int seconds, int stage)
    {
        var plan = Stages(""" "start": "2026-03-02T09:00:00Z", """, Plain("a", 10) + "," + Plain("b", 20) + "," + Plain("c", 30), "");
        var late = RolloutStateMachine.Tick(plan, RolloutStateMachine.New(plan), Sight(seconds));
        var looked = RolloutStateMachine.New(plan);
        for (var second = 0; second <= Math.Min(seconds, 200); second++)
        {
            looked = RolloutStateMachine.Tick(plan, looked, Sight(second));
        }

        Assert.That(late.Phase == RolloutPhase.Completed ? 3 : late.Stage, Is.EqualTo(stage));
        Assert.That((looked.Phase, looked.Stage, looked.StageStartedAt), Is.EqualTo((late.Phase, late.Stage, late.StageStartedAt)));
        Assert.That(looked.Changes.Select(change => (change.To, change.Stage)), Is.EqualTo(late.Changes.Select(change => (change.To, change.Stage))));
    }

    [Test]
    public void WatchedStages_AreNeverSkipped()
    {
        var plan = Stages(
            """ "start": "2026-03-02T09:00:00Z", """,
            Plain("a", 10) + "," + Plain("b", 20) + "," + Plain("c", 30),
            Guards,
            """, "health": { "noData": "none" }""");
        var record = RolloutStateMachine.New(plan);
        foreach (var stage in new[] { 0, 1, 2 })
        {
            record = RolloutStateMachine.Tick(plan, record, Seen(100_000 * (stage + 1)));
            Assert.That((record.Phase, record.Stage, record.StageStartedAt), Is.EqualTo((RolloutPhase.Running, stage, At(100_000 * (stage + 1)))));
        }
    }

    [Test]
    public void AnotherAttempt_WithoutGuards_BeginsWhenItIsAskedFor()
    {
        var plan = Stages(""" "start": "2026-03-02T09:00:00Z", """, Plain("a", 10) + "," + Plain("b", 20), "");
        var ended = RolloutStateMachine.RollBack(plan, RolloutStateMachine.Tick(plan, RolloutStateMachine.New(plan), Sight(0)), "eve", "x", At(10));

        var second = RolloutStateMachine.Tick(plan, RolloutStateMachine.Restart(plan, ended, "eve", "again", At(100_000)), Sight(100_000));

        Assert.That(
            (second.Phase, second.Stage, second.StageStartedAt),
            Is.EqualTo((RolloutPhase.Running, 0, At(100_000))),
            "not where the clock of the first would be");
    }

    [Test]
    public void Ramp_StandsStillWhilePaused_AndIsAtItsEndWhenCompleted()
    {
        var plan = Compile(""" "start": "2026-03-02T09:00:00Z", "ramp": { "from": 0, "to": 50, "over": "00:01:40" } """);
        var record = RolloutStateMachine.Tick(plan, RolloutStateMachine.New(plan), Sight(10));
        Assert.That(Size(record, 10), Is.EqualTo(5_000));

        var paused = RolloutStateMachine.Pause(plan, record, "eve", "x", At(20));
        Assert.That(Size(paused, 90), Is.EqualTo(10_000), "20 s of 100");
        var resumed = RolloutStateMachine.Resume(plan, paused, Nothing, "eve", "x", At(1_000));
        Assert.That(Size(resumed, 1_000), Is.EqualTo(10_000));
        Assert.That(RolloutStateMachine.Tick(plan, resumed, Sight(1_079)).Phase, Is.EqualTo(RolloutPhase.Running));
        var done = RolloutStateMachine.Tick(plan, resumed, Sight(1_080));
        Assert.That(done.Phase, Is.EqualTo(RolloutPhase.Completed));
        Assert.That(Size(done, -100_000), Is.EqualTo(50_000), "whatever the clock says then");
        Assert.That(Size(RolloutStateMachine.Promote(plan, record, Nothing, "eve", "all at once", At(11)), 11), Is.EqualTo(50_000));

        int Size(RolloutRecord of, int seconds) => plan.Ramp!.SizeAt(new RolloutState(plan, of, ExcludedUnits.None).GrownFor(At(seconds)));
    }

    [Test]
    public void Record_OfMoreStagesThanThereAre_IsInTheLast()
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);

        var next = RolloutStateMachine.Tick(plan, Running(plan) with { Stage = 7 }, Seen(60));

        Assert.That((next.Phase, next.Changes[^1].Stage), Is.EqualTo((RolloutPhase.Completed, "b")));
    }

    [Test]
    public void Changes_AreTheLastTwenty()
    {
        var plan = Stages("", Plain("a", 10), Guards);
        var record = Running(plan);
        for (var number = 0; number < 50; number++)
        {
            record = RolloutStateMachine.Approve(plan, record, "eve", $"{number}", At(number));
        }

        Assert.That(record.Changes.Select(change => change.Reason), Is.EqualTo(Enumerable.Range(30, 20).Select(number => $"{number}")));
    }

    private static string Plain(string name, int percentage) => $$"""{ "name": "{{name}}", "percentage": {{percentage}}, "hold": "00:01:00" }""";

    private static RolloutPlan Stages(string before, string stages, string guards, string after = "") =>
        Compile($"""{before} "stages": [{stages}] {guards} {after}""");

    private static RolloutPlan Compile(string fields)
    {
        var result = RuleSetCompiler.Compile(FlagDocument.Parse($$"""{ "flags": { "f": { "rollout": { {{fields}} } } } }"""), [], new RuleSetOptions(), "");
        Assert.That(result.Problems, Is.Empty);
        return result.RuleSet!.Rollouts[0];
    }

    private static RolloutRecord Running(RolloutPlan plan) => RolloutStateMachine.Tick(plan, RolloutStateMachine.New(plan), Sight(0));

    private static DateTimeOffset At(int seconds) => Zero.AddSeconds(seconds);

    private static RolloutInputs Sight(int seconds) => new() { Now = At(seconds) };

    // With outcomes of both arms.
    private static RolloutInputs Seen(int seconds) => Sight(seconds) with { AliveAt = At(seconds), CanarySamples = 1_000, ControlSamples = 1_000 };
}
