using GrayFlags.Rollouts.Control;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>The rows of ROLLOUTS.md, "States", on pauses, withheld rollouts, rollbacks and completion.</summary>
public sealed class RolloutStopTests : RolloutStateMachineFixture
{
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

    [Test]
    public void Completed_OnlyALimitThatSaysSoEnds()
    {
        var plan = Stages("", Plain("a", 10), Guards);
        var done = RolloutStateMachine.Tick(plan, Running(plan), Seen(60));
        Assert.That((done.Phase, done.Stage, done.EndedAt), Is.EqualTo((RolloutPhase.Completed, 0, At(60))));

        Assert.That(RolloutStateMachine.Tick(plan, done, Sight(99) with { RollbackBreach = "x", PauseBreach = "x", IsSplitMismatch = true }), Is.SameAs(done));
        Assert.That(RolloutStateMachine.Tick(plan, done, Sight(99) with { LimitRollback = "over" }).Phase, Is.EqualTo(RolloutPhase.RolledBack));
    }
}
