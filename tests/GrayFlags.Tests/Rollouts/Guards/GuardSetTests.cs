using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulator.Experiments;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

public sealed class GuardSetTests : GuardSetFixture
{
    [Test, Fault("G1")]
    public void OneErrorOfOneCall_IsNoBreach()
    {
        var attempt = Of(Plans.Errors);
        Calls(attempt, isCanary: true, 1, failed: true);

        var guard = Judged(attempt).Guards[0];

        Assert.That((guard.Canary.Count, guard.IsBreached), Is.EqualTo((1, false)));
    }

    [Test, Fault("G1")]
    public void DeadCanary_AtOnePercent_IsBreachedWithin15Failures()
    {
        var attempt = Of(Plans.Errors, Plans.Latency, Plans.P95, Plans.Happy);
        var failures = 0;
        do
        {
            Calls(attempt, isCanary: false, 98, failed: false, share: 0.01);
            Calls(attempt, isCanary: false, 1, failed: true, share: 0.01);
            Calls(attempt, isCanary: true, 1, failed: true, share: 0.01);
            failures++;
        }
        while (!Judged(attempt).Guards[0].IsBreached && failures < 100);

        Assert.That(failures, Is.LessThanOrEqualTo(15));
    }

    [Test, Fault("G2")]
    public void NoOutcomes_AreNoEvidenceForAnything()
    {
        var attempt = new Attempt(Plans.Of([Plans.Errors, Plans.Latency], advance: StageAdvance.Evidence));

        var status = Judged(attempt);

        Assert.That(status.Guards.Select(guard => (guard.LnE < 0, guard.PValue, guard.IsBreached)), Is.All.EqualTo((true, 1, false)));
        Assert.That(
            (status.LnEvidence, status.IsProved, status.IsSplitMismatched, status.IsArmSilent, status.LastCallAt), Is.EqualTo((0, false, false, false, 0)));
    }

    [Test, Fault("G3")]
    public void BothArmsDown_IsNoBreach()
    {
        var attempt = Of(Plans.Errors);
        for (var tick = 0; tick < 100; tick++)
        {
            Calls(attempt, isCanary: true, 5, failed: tick >= 10);
            Calls(attempt, isCanary: false, 95, failed: tick >= 10);
            Assert.That(Judged(attempt).Guards[0].IsBreached, Is.False);
        }
    }

    // A hang, a lost connection, a process that died: what has not ended at that age is an outcome.
    [Test]
    public void CallThatNeverEnds_IsAFailure_AndWhatComesLaterChangesNothing()
    {
        var attempt = Of(Plans.Errors, Plans.P95);
        var hung = attempt.Begin(Next(), isCanary: true, Share);
        Assert.That(At(attempt, 4.9).Canary.Calls, Is.Zero, "it is not old enough");

        var status = At(attempt, 5);
        attempt.Recorder.End(hung, CallVerdict.Success);

        Assert.That(status.Canary, Is.EqualTo(new CallCounts(1, 1, 1, 1, 0)));
        Assert.That(At(attempt, 20).Canary, Is.EqualTo(status.Canary));
    }

    [Test]
    public void CallThatEndsAfterItsTime_HasNotEnded()
    {
        var attempt = Of(Plans.Errors);
        var slow = attempt.Begin(Next(), isCanary: true, Share);
        attempt.Clock.Now = 5.5;
        attempt.Recorder.End(slow, CallVerdict.Success);

        Assert.That(At(attempt, 6).Canary.NotEnded, Is.EqualTo(1));
    }

    [TestCase(true, 1)]
    [TestCase(false, 0)]
    public void CallThatIsGivenUp_CountsWhereItWasSlow(bool isSlow, int notEnded)
    {
        var attempt = Of(Plans.Errors);
        Calls(attempt, isCanary: false, 100, failed: false, seconds: 0.5);
        Judged(attempt);
        var given = attempt.Begin(Next(), isCanary: true, Share);
        attempt.Clock.Now = Now + (isSlow ? 0.6 : 0.3);
        attempt.Recorder.Abandon(given);

        var status = Judged(attempt);

        Assert.That((status.Canary.NotEnded, status.Canary.Ignored), Is.EqualTo((notEnded, 1 - notEnded)));
        Assert.That(status.Canary.Units, Is.EqualTo(1), "it was exposed all the same");
    }

    [Test]
    public void Guard_ThatIgnoresWhatHasNotEnded_SeesOnlyTheRest()
    {
        var patient = new GuardPlan
        {
            Name = "errors",
            Metric = GuardMetric.Error,
            Kind = GuardKind.Rate,
            OnBreach = GuardAction.Rollback,
            IgnoresNotEnded = true,
        };
        var attempt = Of(patient);
        attempt.Begin(Next(), isCanary: true, Share);
        Calls(attempt, isCanary: true, 1, failed: true);

        var status = Judged(attempt);

        Assert.That((status.Canary.Calls, status.Guards[0].Canary.Count), Is.EqualTo((2, 1)));
    }

    // One draw, one bet: what a unit does again in the same epoch is a call in the status, and no evidence.
    [Test]
    public void Unit_ThatComesAgain_IsOneBetInEachEpoch()
    {
        var attempt = Of(Plans.Errors);
        var unit = Next();
        for (var call = 0; call < 300; call++)
        {
            attempt.Recorder.End(attempt.Begin(unit, isCanary: true, Share), CallVerdict.Failure);
        }

        var status = Judged(attempt);

        Assert.That(status.Guards[0].Canary, Is.EqualTo(new ArmStatus(300, 1)), "the status shows calls");
        Assert.That(Bets(attempt), Is.All.EqualTo(1));
        foreach (var second in new[] { 30, 60 })
        {
            Now = second;
            attempt.TickAt(second);
        }

        Assert.That(Bets(attempt), Is.EqualTo(new[] { 0, 0, 1, 1, 1, 1, 1 }), "the shortest epochs have begun anew");
        attempt.Recorder.End(attempt.Begin(unit, isCanary: true, Share), CallVerdict.Failure);
        Judged(attempt);
        Assert.That(Bets(attempt), Is.All.EqualTo(1), "and count once more");
    }

    // A promotion waits for calls that look bad until they are judged: a failure is known long before.
    [TestCase(0, 0, false)]
    [TestCase(3, 0, true)]
    [TestCase(3, 60, false)]
    public void PendingCalls_ThatLookWorse_AreSeenBeforeTheyAreJudged(int canaryFailures, int controlFailures, bool isWorse)
    {
        var attempt = Of(Plans.Errors);
        Calls(attempt, isCanary: false, 200, failed: false);
        Judged(attempt);
        Calls(attempt, isCanary: true, 10 - canaryFailures, failed: false);
        Calls(attempt, isCanary: true, canaryFailures, failed: true);
        Calls(attempt, isCanary: false, 190 - controlFailures, failed: false);
        Calls(attempt, isCanary: false, controlFailures, failed: true);

        Assert.That(attempt.Guards.IsInDoubt(), Is.EqualTo(isWorse));
        Assert.That(attempt.TickAt(Now + 1).Canary.Calls, Is.Zero, "nothing is judged by that");
    }

    [Test]
    public void PendingCalls_ThatHang_AreSeenBeforeTheyAreJudged()
    {
        var attempt = Of(Plans.Errors);
        Calls(attempt, isCanary: false, 200, failed: false, seconds: 0.1);
        Judged(attempt);
        for (var call = 0; call < 5; call++)
        {
            attempt.Begin(Next(), isCanary: true, Share);
        }

        Assert.That(attempt.Guards.IsInDoubt(), Is.False);
        attempt.Clock.Now = Now + 0.5;
        Assert.That(attempt.Guards.IsInDoubt(), Is.True);
    }

    // After ten hours every user has had every outcome; the short epochs do not care.
    [TestCase(GuardCount.First)]
    [TestCase(GuardCount.Both)]
    public void CanaryThatDiesLate_IsFound(GuardCount count)
    {
        var errors = new GuardPlan { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback, Count = count };
        var attempt = Of(errors);
        for (var minute = 0; minute < 600; minute++)
        {
            Round(attempt, canaryFails: false);
            Assert.That(Judged(attempt).Guards[0].IsBreached, Is.False);
            Now = (minute + 1) * 60;
        }

        var rounds = 0;
        do
        {
            Round(attempt, canaryFails: true);
            rounds++;
        }
        while (!Judged(attempt).Guards[0].IsBreached && rounds < 60);

        Assert.That(rounds, Is.LessThan(10));

        // 200 users, each of whom has been seen to fail and to succeed.
        void Round(Attempt of, bool canaryFails)
        {
            for (var user = 0; user < 200; user++)
            {
                var isCanary = user % 20 == 0;
                var failed = isCanary ? canaryFails || (user + (int)(Now / 60)) % 50 == 0 : (user + (int)(Now / 60)) % 50 == 0;
                of.Recorder.End(of.Begin(MurmurHash3.Mix64((ulong)user + 1), isCanary, Share), failed ? CallVerdict.Failure : CallVerdict.Success);
            }
        }
    }

    [Test]
    public void StageWithoutADraw_IsNotBetOn([Values(0.0, 1.0)] double share)
    {
        var attempt = new Attempt(Plans.Of([Plans.Errors, Plans.Latency, Plans.P95], advance: StageAdvance.Evidence));
        for (var tick = 0; tick < 5; tick++)
        {
            Calls(attempt, isCanary: share > 0, 200, failed: false, share: share);
            Calls(attempt, isCanary: share > 0, 100, failed: true, share: share);
            Judged(attempt);
        }

        var state = attempt.Guards.Capture();

        var wealth = state.Guards.SelectMany(guard => guard.Wealth).SelectMany(process => process.Take(RiskRatios.Count));
        Assert.That(wealth.Concat(state.Guards.SelectMany(guard => guard.Evidence.Take(EvidenceBets.Count))), Is.All.Zero);
        Assert.That(Judged(attempt).ExposuresLnE, Is.Zero);
    }

    [Test]
    public void LateOutcome_OfTheStageBefore_CountsOverTheAttemptOnly()
    {
        var attempt = new Attempt(Plans.Of([Plans.Errors], stages: 2, advance: StageAdvance.Evidence));
        Calls(attempt, isCanary: true, 1, failed: true);
        attempt.Guards.StartStage(1);

        var status = Judged(attempt);

        Assert.That((status.StageCanary, status.Canary.Calls), Is.EqualTo((0, 1)));
        Assert.That(Bets(attempt), Is.All.EqualTo(1));
        Assert.That(attempt.Guards.Capture().Guards[0].Evidence.Take(EvidenceBets.Count), Is.All.Zero);
    }

    [Test]
    public void WhoIsNoEvidence_IsShownAndNotBetOn()
    {
        var attempt = Of(Plans.Errors);
        for (var call = 0; call < 300; call++)
        {
            var ticket = attempt.Recorder.Begin(new Assignment(GrayArm.Canary, Next(), 5_000, 0), isEvidence: false);
            attempt.Recorder.End(ticket, CallVerdict.Failure);
        }

        var status = Judged(attempt);

        Assert.That((status.Canary.Failures, status.StageCanary, status.Guards[0].IsBreached), Is.EqualTo((300, 0, false)));
        Assert.That(Bets(attempt), Is.All.Zero);
    }

    [Test]
    public void Split_FarOff_IsAMismatch_AndAHealthyOneIsNot()
    {
        Attempt healthy = Of(Plans.Errors), broken = Of(Plans.Errors);
        for (var second = 0; second < 20; second++)
        {
            for (var unit = 0; unit < 500; unit++)
            {
                healthy.Recorder.End(healthy.Begin(Next(), unit % 20 == 0, Share), CallVerdict.Ignored);
                broken.Recorder.End(broken.Begin(Next(), unit % 40 == 0, Share), CallVerdict.Ignored);
            }

            Judged(healthy);
            broken.TickAt(Now);
        }

        Assert.That((Judged(healthy).IsSplitMismatched, Judged(broken).IsSplitMismatched), Is.EqualTo((false, true)));
        Assert.That(Judged(broken).IsArmSilent, Is.False, "there is no outcome at all");
    }

    // GUARD.md: a canary that loses all its outcomes is found within 700 outcomes of both arms at a share of 5 %.
    [Test]
    public void CanaryWithoutOutcomes_IsASilentArm_Within700()
    {
        var attempt = Of(Plans.Errors);
        GuardSetStatus status;
        do
        {
            Calls(attempt, isCanary: false, 19, failed: false);
            attempt.Recorder.End(attempt.Begin(Next(), isCanary: true, Share), CallVerdict.Ignored);
            status = Judged(attempt);
        }
        while (!status.IsArmSilent && status.Control.Calls < 5_000);

        Assert.That((status.IsArmSilent, status.IsSplitMismatched), Is.EqualTo((true, false)), "as many units are exposed as should be");
        Assert.That(status.Control.Calls + status.Canary.Calls, Is.LessThanOrEqualTo(700));
    }

    [Test]
    public void Settle_FollowsASlowerControl_AndSaysWhereItIsTooShort()
    {
        var attempt = Of(Plans.Errors);
        for (var second = 0; second < 300; second++)
        {
            Now = second;
            attempt.Clock.Now = second;
            Calls(attempt, isCanary: false, 2, failed: false, seconds: 4);
            attempt.TickAt(second);
        }

        var settled = At(attempt, 400);
        Assert.That(settled.Settle, Is.EqualTo(TimeSpan.FromSeconds(8)).Within(TimeSpan.FromSeconds(0.2)), "twice the 99 % quantile");
        Assert.That(settled.IsUnsettled, Is.False);
        for (var call = 0; call < 100; call++)
        {
            attempt.Begin(Next(), isCanary: false, Share);
        }

        Assert.That(At(attempt, 410).IsUnsettled, Is.True);
    }
}
