using GrayFlags.Rollouts.Control;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>The rows of ROLLOUTS.md, "States", on further attempts, on commands and on the audit.</summary>
public sealed class RolloutAttemptTests : RolloutStateMachineFixture
{
    [Test]
    public void Restart_WaitsForTheCooldown_AndHasSoManyAttempts()
    {
        var plan = Stages("", Plain("a", 10), Guards, """, "onRollback": { "cooldown": "00:01:00", "maxAttempts": 2 }""");
        var ended = RolloutStateMachine.RollBack(plan, Running(plan) with { Stage = 0, Epoch = 3, Acknowledged = Known }, "eve", "x", At(10));

        Assert.That(RolloutStateMachine.WhyNotRestart(plan, ended, At(69)), Does.Contain("cooldown"));
        Assert.That(RolloutStateMachine.WhyNotRestart(plan, ended, At(70)), Is.Null);
        var second = RolloutStateMachine.Restart(plan, ended, "eve", "mended", At(70));
        Assert.That(
            (second.Phase, second.Attempt, second.Epoch, second.Stage, second.EndedAt), Is.EqualTo((RolloutPhase.Pending, 2, 0, 0, (DateTimeOffset?)null)));
        Assert.That(second.Acknowledged, Is.Empty);
        Assert.That((second.Changes[^1].From, second.Changes[^1].To), Is.EqualTo((RolloutPhase.RolledBack, RolloutPhase.Pending)));
        Assert.That(
            RolloutStateMachine.WhyNotRestart(plan, RolloutStateMachine.RollBack(plan, second, "eve", "x", At(80)), At(1_000)), Does.Contain("last of 2"));
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
            (record.Phase, record.Stage, record.Epoch, record.StageStartedAt, record.Acknowledged.Count), Is.EqualTo((RolloutPhase.Running, 0, 1, At(5), 0)));

        record = RolloutStateMachine.Promote(plan, RolloutStateMachine.Pause(plan, record, "guard", "x", At(6)), Known, "eve", "I know", At(7));
        Assert.That((record.Phase, record.Stage, record.PausedAt, record.ResumedAt), Is.EqualTo((RolloutPhase.Running, 1, (DateTimeOffset?)null, At(7))));
        Assert.That(record.Acknowledged, Is.EqualTo(Known));
        Assert.That(RolloutStateMachine.Promote(plan, record, Known, "eve", "done", At(8)).Phase, Is.EqualTo(RolloutPhase.Completed));
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
}
