using GrayFlags.Rollouts.Control;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>The rows of ROLLOUTS.md, "States", on stages: their beginning, their gates and their order.</summary>
public sealed class RolloutStageTests : RolloutStateMachineFixture
{
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
            RollbackBreach = "rollback",
            IsSplitMismatch = true,
            IsUnsettled = true,
            ControlSamples = 0,
            CanarySamples = 0,
            PauseBreach = "pause",
            AliveAt = At(-3_600),
        };
        record = record with { StageStartedAt = At(-3_600), StartedAt = At(-3_600) };

        Assert.That(Tick().Phase, Is.EqualTo(RolloutPhase.RolledBack));
        sight = sight with { RollbackBreach = null };
        Assert.That(
            (Tick().Phase, Tick().Reason),
            Is.EqualTo((RolloutPhase.Paused, "sample ratio mismatch: the arms do not have the sizes that the share gives them")));
        sight = sight with { IsSplitMismatch = false };
        Assert.That((Tick().Phase, Tick().Reason), Is.EqualTo((RolloutPhase.Paused, "no calls for 00:30:00")));
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

        var next = RolloutStateMachine.Tick(
            plan, Running(plan), Sight(seconds) with { AliveAt = At(seconds), CanarySamples = samples, ControlSamples = samples });

        Assert.That(
            (next.Phase, next.Stage, next.WaitReason),
            Is.EqualTo((RolloutPhase.Running, stage, stage == 0 ? RolloutWaitReason.Window : RolloutWaitReason.None)));
    }

    [Test]
    public void Stage_ThatBeganInTheFuture_BeginsNow()
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);
        var record = Running(plan) with { StageStartedAt = At(1_000_000_000) };

        var next = RolloutStateMachine.Tick(plan, record, Sight(10));

        Assert.That((next.StageStartedAt, next.WaitReason), Is.EqualTo((At(10), RolloutWaitReason.Time)));
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

        int Size(RolloutRecord of, int seconds) => plan.Ramp!.SizeAt(new RolloutState(plan, of, ExcludedUnits.None, TimeSpan.Zero).GrownFor(At(seconds)));
    }

    [Test]
    public void Record_OfMoreStagesThanThereAre_IsInTheLast()
    {
        var plan = Stages("", Plain("a", 10) + "," + Plain("b", 20), Guards);

        var next = RolloutStateMachine.Tick(plan, Running(plan) with { Stage = 7 }, Seen(60));

        Assert.That((next.Phase, next.Changes[^1].Stage), Is.EqualTo((RolloutPhase.Completed, "b")));
    }
}
