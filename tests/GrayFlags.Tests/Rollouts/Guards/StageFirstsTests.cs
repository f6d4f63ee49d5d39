using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Simulator.Experiments;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

/// <summary>Each unit counts once in each stage, however often it calls and whenever the stage begins.</summary>
public sealed class StageFirstsTests : GuardSetFixture
{
    private const int Units = 60;

    // The stage begins in the middle of a quarter of a minute, and everybody calls more often than that.
    [TestCase(2), TestCase(7), TestCase(14.5), TestCase(15), TestCase(29)]
    public void UnitsThatCallAllTheTime_CountInAStage(double begin)
    {
        var attempt = new Attempt(Plans.Of([Plans.Errors], stages: 2));
        var stage = 0;
        GuardSetStatus? status = null;
        for (var half = 0; half < 240; half++)
        {
            if (stage == 0 && Now >= begin)
            {
                attempt.Guards.StartStage(stage = 1);
            }

            UseTheSameUnitsAgain();
            Calls(attempt, isCanary: true, Units, failed: false, stage: stage);
            Calls(attempt, isCanary: false, Units, failed: false, stage: stage);
            status = attempt.TickAt(Now += 0.5);
        }

        Assert.That((status!.StageCanary, status.StageControl), Is.EqualTo((Units, Units)));
    }

    // Calls of the stage before are judged up to a minute after the next one has begun.
    [Test]
    public void UnitsWhoseCallsOfTheStageBefore_AreJudgedInThisOne_Count()
    {
        var attempt = new Attempt(Plans.Of([Plans.Errors], stages: 2));
        Calls(attempt, isCanary: true, Units, failed: false);
        attempt.TickAt(Now += 1);
        attempt.Guards.StartStage(1);
        Judged(attempt);
        UseTheSameUnitsAgain();
        Calls(attempt, isCanary: true, Units, failed: false, stage: 1);

        Assert.That(Judged(attempt).StageCanary, Is.EqualTo(Units));
        UseTheSameUnitsAgain();
        Now += 300;
        attempt.TickAt(Now);
        Calls(attempt, isCanary: true, Units, failed: false, stage: 1);
        Assert.That(Judged(attempt).StageCanary, Is.EqualTo(Units), "none twice");
    }

    [Test]
    public void Restart_WhileAStageBegins_CountsNobodyTwice()
    {
        var plan = Plans.Of([Plans.Errors], stages: 2);
        var attempt = new Attempt(plan);
        Calls(attempt, isCanary: true, 1, failed: false);
        Judged(attempt);
        attempt.Guards.StartStage(1);
        Calls(attempt, isCanary: true, Units, failed: false, stage: 1);
        Assert.That(Judged(attempt).StageCanary, Is.EqualTo(Units));
        attempt.Restart();
        UseTheSameUnitsAgain();
        Next();
        Calls(attempt, isCanary: true, Units, failed: false, stage: 1);

        Assert.That(Judged(attempt).StageCanary, Is.EqualTo(Units));
    }

    [Test]
    public void State_OfNonsense_IsRefused()
    {
        Assert.That(new StageFirstsState { Stage = -1 }.IsSound, Is.False);
        Assert.That(new StageFirstsState { Begun = 2, Settled = 1 }.IsSound, Is.False);
        var firsts = new StageFirsts();
        firsts.Load(new StageFirstsState { Stage = 7, Begun = 1, Settled = 3, Noted = "no base64" }, stages: 2);
        Assert.That(firsts.Stage, Is.EqualTo(1));
        Assert.That(firsts.IsFirst(new JudgedCall(1, default, default, 1, default), CallKind.Call, seen: -1, quarter: 1), Is.True);
        Assert.That(firsts.IsFirst(new JudgedCall(1, default, default, 1, default), CallKind.Call, seen: -1, quarter: 2), Is.False);
    }
}
