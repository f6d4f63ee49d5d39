using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulator.Experiments;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

/// <summary>A promotion waits where the canary's units fare worse in calls that no bet is placed on, and does not wait for ever for a look.</summary>
public sealed class StageDoubtTests : GuardSetFixture
{
    private const int Sessions = 200;

    // The first call of a session goes well; the second, a second later, fails in the canary. Every bet is on the first.
    [TestCase(1.0, StageDoubt.Failures)]
    [TestCase(0.0, null)]
    public void SecondCallThatFails_IsADoubt(double canaryFails, object? doubt)
    {
        var attempt = Of(Plans.Errors);
        for (var session = 0; session < Sessions; session++)
        {
            foreach (var isCanary in new[] { true, false })
            {
                var unit = Next();
                attempt.Clock.Now = Now;
                attempt.Recorder.End(attempt.Begin(unit, isCanary, 0.5), CallVerdict.Success, seconds: 0.1);
                attempt.Recorder.End(attempt.Begin(unit, isCanary, 0.5), isCanary && canaryFails > 0 ? CallVerdict.Failure : CallVerdict.Success, seconds: 0.1);
            }

            attempt.TickAt(Now += 0.5);
        }

        var status = Judged(attempt);

        Assert.That(status.Guards[0].IsBreached, Is.False, "no bet sees it");
        Assert.That(status.Doubt, Is.EqualTo(doubt));
        Assert.That(attempt.Guards.IsInDoubt(), Is.EqualTo(doubt is not null));
        attempt.Restart();
        Assert.That(attempt.Guards.IsInDoubt(), Is.EqualTo(doubt is not null), "a restart forgets no doubt");
    }

    [TestCase(CallVerdict.Failure, StageDoubt.Strangers)]
    [TestCase(CallVerdict.NotEnded, null)]
    [TestCase(CallVerdict.Success, null)]
    public void CanaryThatIsDeadForStrangers_IsADoubt(object verdict, object? doubt)
    {
        var attempt = Of(Plans.Errors);
        Calls(attempt, isCanary: true, 50, failed: false, share: 0.5);
        Calls(attempt, isCanary: false, 50, failed: false, share: 0.5);
        for (var unit = 0; unit < 60; unit++)
        {
            Stranger(attempt, GrayArm.Canary, (CallVerdict)verdict);
            Stranger(attempt, GrayArm.Control, CallVerdict.Success);
        }

        Assert.That(Judged(attempt).Doubt, Is.EqualTo(doubt), "who is nobody's evidence can leave calls open, and not make them fail");
    }

    [Test]
    public void CallsWithoutAVerdict_OfTheCanaryAlone_AreADoubt()
    {
        var attempt = Of(Plans.Errors);
        for (var unit = 0; unit < 60; unit++)
        {
            attempt.Recorder.End(attempt.Begin(Next(), isCanary: true, 0.5), unit % 2 == 0 ? CallVerdict.Ignored : CallVerdict.Success, seconds: 0.1);
            attempt.Recorder.End(attempt.Begin(Next(), isCanary: false, 0.5), CallVerdict.Success, seconds: 0.1);
        }

        Assert.That(Judged(attempt).Doubt, Is.EqualTo(StageDoubt.NoVerdict));
        attempt.Guards.StartStage(0);
        Assert.That(Judged(attempt).Doubt, Is.EqualTo(StageDoubt.NoVerdict), "the same stage");
    }

    // Arms alike, at a high rate of failures: nobody waits.
    [TestCase(0.0), TestCase(0.02), TestCase(0.3)]
    public void ArmsAlike_AreNoDoubt(double rate)
    {
        var (attempt, random) = (Of(Plans.Errors), new Random(5));
        var doubts = 0;
        for (var call = 0; call < 4_000; call++)
        {
            var isCanary = random.NextDouble() < Share;
            attempt.Recorder.End(
                attempt.Begin((ulong)MurmurHash3.Mix64((ulong)random.Next(500) * 2 + (isCanary ? 1UL : 0)), isCanary, Share),
                random.NextDouble() < rate ? CallVerdict.Failure : CallVerdict.Success,
                seconds: 0.1);
            if (call % 20 == 0)
            {
                attempt.Clock.Now = Now += 1;
                doubts += attempt.TickAt(Now).Doubt is null ? 0 : 1;
            }
        }

        Assert.That(doubts, Is.Zero);
    }

    // A canary that fails within its tolerance, or is slower than the control, looks worse for ever; it is waited for once.
    [Test]
    public void PendingCalls_AreWaitedForOnce()
    {
        var attempt = Of(new GuardPlan { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Pause });
        Calls(attempt, isCanary: false, 200, failed: false, share: 0.5);
        Judged(attempt);
        var waited = 0;
        for (var second = 0; second < 60; second++)
        {
            attempt.Clock.Now = Now += 1;

            // Slow and healthy: each takes two seconds, where the control's take a tenth.
            var open = attempt.Begin(Next(), isCanary: true, 0.5);
            attempt.Clock.Now = Now += 1.9;
            waited += attempt.Guards.IsInDoubt() ? 1 : 0;
            attempt.Recorder.End(open, CallVerdict.Success);
            attempt.TickAt(Now);
        }

        Assert.That(waited, Is.InRange(1, 4));
    }

    [Test]
    public void PendingCalls_WithinTheTolerance_AreNoDoubt()
    {
        var attempt = Of(new GuardPlan { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, Absolute = 0.2, OnBreach = GuardAction.Rollback });
        Calls(attempt, isCanary: true, 90, failed: false);
        Calls(attempt, isCanary: true, 10, failed: true);
        Calls(attempt, isCanary: false, 400, failed: false);

        Assert.That(attempt.Guards.IsInDoubt(), Is.False);
    }

    // One control unit that calls all the time and leaves its calls open sets no time for all.
    [Test]
    public void OneUnit_DoesNotSetTheAgeOfJudgement()
    {
        var attempt = Of(Plans.Errors);
        var hanging = Next();
        for (var second = 0; second < 300; second++)
        {
            attempt.Clock.Now = Now;
            attempt.Begin(hanging, isCanary: false, Share);
            attempt.Begin(hanging, isCanary: false, Share);
            Calls(attempt, isCanary: false, 10, failed: false);
            attempt.TickAt(Now += 1);
        }

        var status = Judged(attempt);
        Assert.That((status.Settle, status.IsUnsettled), Is.EqualTo((TimeSpan.FromSeconds(5), false)));
    }

    // Fresh ids show their arm when their call is not followed, and can be used again.
    [Test]
    public void StrangersWhoComeAgain_AreNoSampleRatioMismatch()
    {
        var attempt = Of(Plans.Errors);
        for (var unit = 0; unit < 300; unit++)
        {
            Stranger(attempt, GrayArm.Canary, CallVerdict.Success);
        }

        Assert.That(Judged(attempt).IsSplitMismatched, Is.False);
    }

    private void Stranger(Attempt attempt, GrayArm arm, CallVerdict verdict)
    {
        attempt.Clock.Now = Now;
        var ticket = attempt.Recorder.Begin(new Assignment(arm, Next(), 50_000, 0), isEvidence: false);
        if (verdict != CallVerdict.NotEnded)
        {
            attempt.Recorder.End(ticket, verdict, seconds: 0.1);
        }
    }
}
