using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Losses;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulator.Experiments;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

/// <summary>Limits, durations and the evidence that a promotion asks for.</summary>
public sealed class GuardLossTests : GuardSetFixture
{
    [Test]
    public void Limit_IsHeldWithoutAControl()
    {
        Attempt within = Of(Plans.Limit(GuardMetric.Mismatch, 0.05)), above = Of(Plans.Limit(GuardMetric.Mismatch, 0.05));
        for (var call = 0; call < 700; call++)
        {
            within.Recorder.Record(new Assignment(GrayArm.Control, Next(), 0, 0), isEvidence: true, GuardMetric.Mismatch, call % 25 == 0 ? 1 : 0);
            above.Recorder.Record(new Assignment(GrayArm.Control, Next(), 0, 0), isEvidence: true, GuardMetric.Mismatch, call % 5 == 0 ? 1 : 0);
        }

        Assert.That(Judged(within).Guards[0].IsBreached, Is.False);
        Assert.That(above.TickAt(Now).Guards[0].IsBreached, Is.True);
    }

    // One client that retries is one unit: its clump is no rate.
    [Test]
    public void Limit_OneClientThatRetries_BreachesNothing()
    {
        var attempt = Of(Plans.Limit(GuardMetric.Error, 0.02));
        var client = Next();
        for (var second = 0; second < 60; second++)
        {
            for (var call = 0; call < 50; call++)
            {
                attempt.Recorder.End(attempt.Begin(client, isCanary: true, Share), CallVerdict.Failure);
            }

            Assert.That(Judged(attempt).Guards[0].IsBreached, Is.False);
        }
    }

    [Test]
    public void LatencyMean_BeforeItsCap_DoesNotBet()
    {
        var attempt = Of(Plans.Latency);
        Calls(attempt, isCanary: false, 199, failed: false);
        Calls(attempt, isCanary: true, 50, failed: false, seconds: 0.3);
        Assert.That(Judged(attempt).Guards[0].Canary.Count, Is.Zero);
        Calls(attempt, isCanary: false, 1, failed: false);
        Judged(attempt);
        Calls(attempt, isCanary: true, 20, failed: false, seconds: 0.3);
        Calls(attempt, isCanary: false, 20, failed: false);

        var guard = Judged(attempt).Guards[0];

        Assert.That((guard.Control.Count, guard.Canary.Count), Is.EqualTo((20, 20)));
        Assert.That(guard.Control.Mean, Is.EqualTo(0.1).Within(0.001));
        Assert.That(guard.Canary.Mean, Is.EqualTo(0.3).Within(0.003));
        Assert.That(attempt.Guards.Capture().Guards[0].Loss, Is.EqualTo(1).Within(0.01), "ten times the control's mean");
    }

    [Test]
    public void Quantile_IsHeldAgainstTheControlsOfTheTickBefore()
    {
        var attempt = Of(Plans.P95);
        for (var call = 1; call <= 100; call++)
        {
            Calls(attempt, isCanary: false, 1, failed: false, seconds: call / 100.0);
        }

        Assert.That(Judged(attempt).Guards[0].Control.Count, Is.Zero, "no threshold yet");
        Calls(attempt, isCanary: true, 3, failed: false, seconds: 0.93);
        Calls(attempt, isCanary: true, 1, failed: false, seconds: 0.97);
        Calls(attempt, isCanary: false, 700, failed: false, seconds: 4);

        var guard = Judged(attempt).Guards[0];

        Assert.That((guard.Canary, guard.Control.Mean), Is.EqualTo((new ArmStatus(4, 0.25), 1)));
    }

    [Test]
    public void Evidence_OfAHealthyStage_Proves_AndStartsAgainWithTheNext()
    {
        var attempt = new Attempt(Plans.Of([Plans.Errors, Plans.Happy], stages: 2, advance: StageAdvance.Evidence));
        for (var tick = 0; tick < 80; tick++)
        {
            Calls(attempt, isCanary: true, 25, failed: false);
            Calls(attempt, isCanary: false, 475, failed: false);
            Judged(attempt);
        }

        Assert.That(Judged(attempt).IsProved, Is.True, "the scores, of which there are none, only pause");
        attempt.Guards.StartStage(1);
        Assert.That(Judged(attempt).LnEvidence, Is.Zero);
    }

    [Test]
    public void Watched_StandsStillWhereNobodyLooked()
    {
        var attempt = Of(Plans.Errors);
        At(attempt, 10);

        At(attempt, 100_000);

        Assert.That(attempt.Guards.Capture().Watched, Is.EqualTo(40).Within(1e-6), "a gap is at most 30 s");
    }
}
