using System.Text.Json;
using System.Text.Json.Nodes;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulator.Experiments;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

public sealed class GuardSetTests
{
    private const double Share = 0.05;

    private double _now;
    private ulong _unit;

    [SetUp]
    public void Reset() => (_now, _unit) = (0, 0);

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
        Assert.That((status.LnEvidence, status.IsProved, status.IsSplitMismatched, status.IsArmSilent, status.LastCallAt), Is.EqualTo((0, false, false, false, 0)));
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
        attempt.Clock.Now = _now + (isSlow ? 0.6 : 0.3);
        attempt.Recorder.Abandon(given);

        var status = Judged(attempt);

        Assert.That((status.Canary.NotEnded, status.Canary.Ignored), Is.EqualTo((notEnded, 1 - notEnded)));
        Assert.That(status.Canary.Units, Is.EqualTo(1), "it was exposed all the same");
    }

    [Test]
    public void Guard_ThatIgnoresWhatHasNotEnded_SeesOnlyTheRest()
    {
        var patient = new GuardPlan { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback, IgnoresNotEnded = true };
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
            _now = second;
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

        Assert.That(attempt.Guards.ArePendingWorse(), Is.EqualTo(isWorse));
        Assert.That(attempt.TickAt(_now + 1).Canary.Calls, Is.Zero, "nothing is judged by that");
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

        Assert.That(attempt.Guards.ArePendingWorse(), Is.False);
        attempt.Clock.Now = _now + 0.5;
        Assert.That(attempt.Guards.ArePendingWorse(), Is.True);
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
            _now = (minute + 1) * 60;
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
                var failed = isCanary ? canaryFails || (user + (int)(_now / 60)) % 50 == 0 : (user + (int)(_now / 60)) % 50 == 0;
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

        Assert.That(state.Guards.SelectMany(guard => guard.Wealth).SelectMany(process => process.Take(RiskRatios.Count)).Concat(state.Guards.SelectMany(guard => guard.Evidence.Take(EvidenceBets.Count))), Is.All.Zero);
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

    [Test, Fault("G4")]
    public void State_CapturedAndRestored_GoesOnTheSame_AndCountsNobodyTwice()
    {
        var plan = Plans.Of([Plans.Errors, Plans.Latency, Plans.P95, Plans.Happy, Plans.Limit(GuardMetric.OptOut, 0.02)], stages: 3, advance: StageAdvance.Evidence);
        var attempt = new Attempt(plan);
        Everything(attempt);
        Judged(attempt);
        attempt.Guards.StartStage(1);
        Everything(attempt, stage: 1);
        var before = Judged(attempt);
        var json = JsonSerializer.Serialize(attempt.Guards.Capture());

        var restored = new GuardSet(plan, attempt.Recorder, attempt.Clock);
        Assert.That(restored.Restore(JsonSerializer.Deserialize<GuardSetState>(json)!), Is.True);

        Assert.That(JsonSerializer.Serialize(restored.Capture()), Is.EqualTo(json));
        var after = restored.Tick(attempt.Clock.GetUtcNow().UtcTicks);
        Assert.That(after.Guards, Is.EqualTo(before.Guards));
        Assert.That((after.LnEvidence, after.ExposuresLnE, after.FirstOutcomesLnE, after.StageCanary, after.Canary), Is.EqualTo((before.LnEvidence, before.ExposuresLnE, before.FirstOutcomesLnE, before.StageCanary, before.Canary)));

        // The same units again: no bet.
        (var bets, _unit) = (Bets(attempt), 0);
        attempt.Restart();
        Calls(attempt, isCanary: true, 60, failed: true);
        Judged(attempt);
        Assert.That(Bets(attempt)[1..], Is.EqualTo(bets[1..]), "all but the epoch of 15 seconds, which is another one");
    }

    [Test]
    public void State_OfAnEditedPlan_KeepsTheGuardsThatAreTheSame()
    {
        var attempt = Of(Plans.Errors, Plans.Happy);
        Everything(attempt);
        Judged(attempt);
        var stricter = new GuardPlan { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, Relative = 0.5, OnBreach = GuardAction.Pause };

        var edited = new GuardSet(Plans.Of([stricter, Plans.Happy, Plans.Latency], stages: 5), attempt.Recorder, attempt.Clock);
        edited.Restore(attempt.Guards.Capture());

        Assert.That(edited.Tick(2).Guards.Select(guard => guard.Canary.Count > 0), Is.EqualTo(new[] { false, true, false }));
    }

    // A guard begins with fresh wealth, so what comes later has less of the risk: however often one is renamed, the sum stays.
    [Test]
    public void Guards_RenamedWithoutEnd_ShareOneRisk()
    {
        const double Risk = 0.01;
        var attempt = Of(Plans.Errors);
        var spent = Math.Exp(-Judged(attempt).Guards[0].Threshold);
        Assert.That(spent, Is.EqualTo(0.9 * Risk).Within(1e-12));
        var guards = attempt.Guards;
        for (var name = 0; name < 50; name++)
        {
            var renamed = new GuardPlan { Name = $"errors-{name}", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback };
            var next = new GuardSet(Plans.Of([renamed]), attempt.Recorder, attempt.Clock);
            next.Restore(guards.Capture());
            guards = next;
            spent += Math.Exp(-guards.Tick(0).Guards[0].Threshold);
        }

        Assert.That(spent, Is.LessThan(Risk));
    }

    [TestCase(1, 0.01)]
    [TestCase(2, 0.005)]
    [TestCase(4, 0.00125)]
    public void Attempt_OnTheSameArms_HasHalfTheRiskOfTheOneBefore(int number, double risk)
    {
        var clock = new ManualTimeProvider();
        var guards = new GuardSet(Plans.Of([Plans.Errors]), new OutcomeRecorder(clock, number), clock, number);

        Assert.That(Math.Exp(-guards.Tick(0).Guards[0].Threshold), Is.EqualTo(0.9 * risk).Within(1e-12));
    }

    private static IEnumerable<Action<JsonNode>> Damages() =>
    [
        node => node["Guards"] = null,
        node => node["Stage"] = -1,
        node => node["Version"] = 1,
        node => node["Watched"] = -1,
        node => node["Exposures"]![0]![0] = 100_001,
        node => node["Exposures"]![0] = new JsonArray(1, 2),
        node => node["FirstOutcomes"] = null,
        node => node["Counts"] = new JsonArray(-1, 2),
        node => node["Durations"] = new JsonArray(1, 2),
        node => node["Units"] = new JsonArray("x", "", "", ""),
        node => node["Units"] = new JsonArray("AAAA"),
        node => node["Units"] = new JsonArray(node["Units"]![0]!.GetValue<string>(), "x", "", ""),
    ];

    [TestCaseSource(nameof(Damages))]
    public void State_Damaged_IsRefused(object damage)
    {
        var plan = Plans.Of([Plans.Errors, Plans.Latency]);
        var attempt = new Attempt(plan);
        Everything(attempt);
        Judged(attempt);
        var node = JsonSerializer.SerializeToNode(attempt.Guards.Capture())!;
        ((Action<JsonNode>)damage)(node);
        var other = new GuardSet(plan, attempt.Recorder, attempt.Clock);

        Assert.That(other.Restore(node.Deserialize<GuardSetState>()!), Is.False);
        Assert.That(other.Tick(1).Guards[0].Canary.Count, Is.Zero);
        Assert.That(other.Capture().Units, Is.All.Empty, "a refused state leaves nothing behind");
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
            broken.TickAt(_now);
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
            _now = second;
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
        Assert.That(above.TickAt(_now).Guards[0].IsBreached, Is.True);
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
        Assert.That(attempt.Guards.Capture().Guards[0].Harm, Is.EqualTo(1).Within(0.01), "ten times the control's mean");
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

        Assert.That(At(attempt, 100_000).Watched, Is.EqualTo(TimeSpan.FromSeconds(40)), "a gap is at most 30 s");
    }

    private static Attempt Of(params GuardPlan[] guards) => new(Plans.Of(guards));

    private static GuardSetStatus At(Attempt attempt, double seconds) => attempt.TickAt(seconds);

    // How many outcomes each process was bet on: the levels, and the whole attempt.
    private static int[] Bets(Attempt attempt) => [.. attempt.Guards.Capture().Guards[0].Wealth.Select(process => (int)Math.Round(process[RiskRatios.Count + 1]))];

    // Lets everything that was begun be judged. Less than two seconds are between two ticks otherwise.
    private GuardSetStatus Judged(Attempt attempt) => attempt.TickAt(_now += 6);

    private void Everything(Attempt attempt, int stage = 0)
    {
        Calls(attempt, isCanary: true, 6, failed: true, stage: stage);
        Calls(attempt, isCanary: true, 54, failed: false, stage: stage);
        Calls(attempt, isCanary: false, 6, failed: true, stage: stage);
        Calls(attempt, isCanary: false, 600, failed: false, stage: stage);
        for (var unit = 0; unit < 30; unit++)
        {
            var assignment = new Assignment(unit % 2 == 0 ? GrayArm.Canary : GrayArm.Control, Next(), 5_000, stage);
            attempt.Recorder.Record(assignment, isEvidence: true, GuardMetric.Score, unit / 30.0);
            attempt.Recorder.Record(assignment, isEvidence: true, GuardMetric.OptOut, 1);
            attempt.Recorder.Record(assignment, isEvidence: true, GuardMetric.Score, double.NaN);
        }
    }

    private void Calls(Attempt attempt, bool isCanary, int count, bool failed, double share = Share, int stage = 0, double seconds = 0.1)
    {
        for (var call = 0; call < count; call++)
        {
            attempt.Recorder.End(attempt.Begin(Next(), isCanary, share, stage), failed ? CallVerdict.Failure : CallVerdict.Success, seconds: seconds);
        }
    }

    private ulong Next() => MurmurHash3.Mix64(++_unit);
}
