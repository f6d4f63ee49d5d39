using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

public sealed class GuardSetTests
{
    private const int Size = 5_000;

    private ulong _unit;

    [SetUp]
    public void Reset() => _unit = 0;

    [Test, Fault("G1")]
    public void OneErrorOfOneCall_IsNoBreach()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors]));
        Calls(set, isCanary: true, 1, failed: true);

        var guard = set.Tick(1).Guards[0];

        Assert.That((guard.Canary.Count, guard.IsBreached), Is.EqualTo((1, false)));
    }

    // ROLLOUTS.md: a dead canary at a 1 % share is rolled back within 15 canary failures.
    [Test, Fault("G1")]
    public void DeadCanary_AtOnePercent_IsBreachedWithin15Failures()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors, Plans.Latency, Plans.P95, Plans.Happy], stages: 6));
        var failures = 0;
        do
        {
            Calls(set, isCanary: false, 98, failed: false, size: 1_000);
            Calls(set, isCanary: false, 1, failed: true, size: 1_000);
            Calls(set, isCanary: true, 1, failed: true, size: 1_000);
            failures++;
        }
        while (!set.Tick(failures).Guards[0].IsBreached);

        Assert.That(failures, Is.LessThanOrEqualTo(15));
    }

    [Test, Fault("G2")]
    public void NoOutcomes_AreNoEvidenceForAnything()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors, Plans.Latency], advance: StageAdvance.Evidence));

        var status = set.Tick(1);

        Assert.That(status.Guards.Select(guard => (guard.LnE, guard.PValue, guard.IsBreached)), Is.All.EqualTo((0, 1, false)));
        Assert.That((status.LnEvidence, status.IsProved, status.IsSplitMismatched, status.LastOutcomeTicks), Is.EqualTo((0, false, false, 0)));
    }

    [Test, Fault("G3")]
    public void BothArmsDown_IsNoBreach()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors]));
        for (var tick = 0; tick < 100; tick++)
        {
            Calls(set, isCanary: true, 5, failed: tick >= 10);
            Calls(set, isCanary: false, 95, failed: tick >= 10);
            Assert.That(set.Tick(tick).Guards[0].IsBreached, Is.False);
        }
    }

    [Test]
    public void StageWithoutADraw_IsLearntFromAndNotBetOn([Values(0, 100_000)] int size)
    {
        var set = new GuardSet(Plans.Of([Plans.Errors, Plans.Latency, Plans.P95], advance: StageAdvance.Evidence));
        for (var tick = 0; tick < 5; tick++)
        {
            Calls(set, isCanary: size > 0, 200, failed: false, size: size);
            Calls(set, isCanary: size > 0, 100, failed: true, size: size);
            set.Tick(tick);
        }

        var state = set.Capture();

        Assert.That(state.Guards.SelectMany(guard => guard.Capital).Concat(state.Guards.SelectMany(guard => guard.Evidence)), Is.All.Zero);
        Assert.That(state.Guards[0].Sum / state.Guards[0].Count, Is.EqualTo(1 / 3.0).Within(1e-12));
        Assert.That(set.Tick(6).SplitLnE, Is.Zero);
    }

    // The formulas of ROLLOUTS.md by hand: half over all, half divided among three stages of which two have begun.
    [Test]
    public void Evidence_OverStages_IsHalfAndHalf()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors], stages: 3));
        Regression(set, stage: 0);
        set.StartStage(1, 2);
        Regression(set, stage: 1);

        var guard = set.Tick(3).Guards[0];

        var state = set.Capture().Guards[0];
        Assert.That(state.Capital, Is.EqualTo(state.Stages[0].Zip(state.Stages[1], (first, second) => first + second)).Within(1e-12));
        Assert.That(state.Stages[1], Is.Not.EqualTo(state.Stages[0]), "the mean is known in the second");
        Assert.That(state.Stages[2], Is.All.Zero);
        var expected = (Mean(state.Capital) + ((Mean(state.Stages[0]) + Mean(state.Stages[1]) + 1) / 3)) / 2;
        Assert.That(Math.Exp(guard.LnE), Is.EqualTo(expected).Within(1e-9 * expected));
        Assert.That(guard.PValue, Is.EqualTo(1 / expected).Within(1e-9), "it is the largest so far");
    }

    [Test]
    public void LateOutcome_OfTheStageBefore_IsWeighedWithItsShareAndCountsOverAllOnly()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors], stages: 2, advance: StageAdvance.Evidence));
        var late = set.Recorder.Expose(1, isCanary: true, 0, Size);
        set.StartStage(1, 1);
        set.Recorder.RecordCall(late, failed: true, 0.1);

        var status = set.Tick(2);

        var state = set.Capture().Guards[0];
        var expected = new double[LogFactors.Room];
        new ComparisonBets(0, 0).Factors((double)Size / 100_000, isCanary: true, 1, 0, expected);
        Assert.That(state.Capital, Is.EqualTo(expected[..RiskRatios.Count]));
        Assert.That(state.Stages.SelectMany(stage => stage).Concat(state.Evidence), Is.All.Zero);
        Assert.That((status.StageCanary, status.Guards[0].Canary.Count), Is.EqualTo((0, 1)));
    }

    [Test, Fault("G4")]
    public void State_CapturedAndRestored_GoesOnTheSame()
    {
        var plan = Plans.Of([Plans.Errors, Plans.Latency, Plans.P95, Plans.Happy, Plans.Limit(GuardMetric.OptOut, 0.02)], stages: 3, advance: StageAdvance.Evidence);
        var set = new GuardSet(plan);
        Everything(set, 0);
        set.Tick(1);
        set.StartStage(1, 2);
        Everything(set, 1);
        var before = set.Tick(3);
        var json = System.Text.Json.JsonSerializer.Serialize(set.Capture());

        var restored = new GuardSet(plan);
        Assert.That(restored.Restore(System.Text.Json.JsonSerializer.Deserialize<GuardSetState>(json)!), Is.True);

        Assert.That(System.Text.Json.JsonSerializer.Serialize(restored.Capture()), Is.EqualTo(json));
        AssertSame(restored.Tick(3), before);

        // Other units, since the filters of the first set remember theirs.
        var unit = _unit;
        Everything(set, 1);
        _unit = unit;
        Everything(restored, 1);
        var (goneOn, never) = (restored.Tick(4), set.Tick(4));
        Assert.That(goneOn.Guards, Is.EqualTo(never.Guards));
        Assert.That(goneOn.SplitLnE, Is.EqualTo(never.SplitLnE).Within(0.1), "the filter of units that were met began anew, too");
    }

    [Test]
    public void State_OfAnEditedPlan_KeepsTheGuardsThatAreTheSame()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors, Plans.Happy], stages: 3));
        Everything(set, 0);
        set.Tick(1);
        var stricter = new GuardPlan { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, Relative = 0.5, OnBreach = GuardAction.Pause };

        var edited = new GuardSet(Plans.Of([stricter, Plans.Happy, Plans.Latency], stages: 5));
        edited.Restore(set.Capture());

        Assert.That(edited.Tick(2).Guards.Select(guard => guard.Canary.Count > 0), Is.EqualTo(new[] { false, true, false }));
    }

    private static IEnumerable<Func<GuardSetState, string>> Damages()
    {
        static string Changed(GuardSetState state, Action<System.Text.Json.Nodes.JsonNode> change)
        {
            var node = System.Text.Json.JsonSerializer.SerializeToNode(state)!;
            change(node);
            return node.ToJsonString();
        }

        yield return state => Changed(state, node => node["Guards"] = null);
        yield return state => Changed(state, node => node["Stage"] = -1);
        yield return state => Changed(state, node => node["Splits"]![0]![0] = 100_001);
        yield return state => Changed(state, node => node["Splits"]![0] = new System.Text.Json.Nodes.JsonArray(1, 2));
        yield return state => Changed(state, node => node["Outcomes"] = new System.Text.Json.Nodes.JsonArray(-1, 2));
        yield return state => Changed(state, node => node["ControlDurations"] = new System.Text.Json.Nodes.JsonArray(1, 2));
    }

    [TestCaseSource(nameof(Damages))]
    public void State_Damaged_IsRefused(object damage)
    {
        var plan = Plans.Of([Plans.Errors, Plans.Latency]);
        var set = new GuardSet(plan);
        Everything(set, 0);
        set.Tick(1);
        var state = System.Text.Json.JsonSerializer.Deserialize<GuardSetState>(((Func<GuardSetState, string>)damage)(set.Capture()))!;
        var other = new GuardSet(plan);

        Assert.That(other.Restore(state), Is.False);
        Assert.That(other.Tick(1).Guards[0].Canary.Count, Is.Zero);
    }

    [Test]
    public void Split_FarOff_IsAMismatch_AndAHealthyOneIsNot()
    {
        GuardSet healthy = new(Plans.Of([Plans.Errors])), broken = new(Plans.Of([Plans.Errors]));
        for (var unit = 0; unit < 10_000; unit++)
        {
            healthy.Recorder.Expose(Next(), unit % 20 == 0, 0, Size);
            broken.Recorder.Expose(Next(), unit % 40 == 0, 0, Size);
        }

        Assert.That((healthy.Tick(1).IsSplitMismatched, broken.Tick(1).IsSplitMismatched), Is.EqualTo((false, true)));
    }

    [Test]
    public void Limit_IsHeldWithoutAControl()
    {
        GuardSet within = new(Plans.Of([Plans.Limit(GuardMetric.Mismatch, 0.05)])), above = new(Plans.Of([Plans.Limit(GuardMetric.Mismatch, 0.05)]));
        for (var call = 0; call < 1_000; call++)
        {
            var exposure = within.Recorder.Expose(Next(), isCanary: false, 0, 0);
            within.Recorder.Record(exposure, GuardMetric.Mismatch, call % 25 == 0 ? 1 : 0);
            above.Recorder.Record(above.Recorder.Expose(Next(), isCanary: false, 0, 0), GuardMetric.Mismatch, call % 5 == 0 ? 1 : 0);
        }

        Assert.That((within.Tick(1).Guards[0].IsBreached, above.Tick(1).Guards[0].IsBreached), Is.EqualTo((false, true)));
    }

    // A limit on errors is one on calls: 100 calls a unit with one failure are 1 %, not one of two.
    [Test]
    public void Limit_OnErrors_CountsEveryCall()
    {
        var set = new GuardSet(Plans.Of([Plans.Limit(GuardMetric.Error, 0.02)]));
        for (var unit = 0; unit < 100; unit++)
        {
            var exposure = set.Recorder.Expose(Next(), isCanary: true, 0, Size);
            for (var call = 0; call < 100; call++)
            {
                set.Recorder.RecordCall(exposure, failed: call == 50, 0.1);
            }
        }

        var guard = set.Tick(1).Guards[0];

        Assert.That((guard.Canary, guard.IsBreached), Is.EqualTo((new ArmStatus(10_000, 0.01), false)));
    }

    [Test]
    public void LatencyMean_BeforeItsCap_LearnsAndDoesNotBet()
    {
        var set = new GuardSet(Plans.Of([Plans.Latency]));
        Calls(set, isCanary: false, 199, failed: false);
        Calls(set, isCanary: true, 50, failed: false, seconds: 0.3);
        Assert.That(set.Tick(1).Guards[0].Canary.Count, Is.Zero);
        Calls(set, isCanary: false, 1, failed: false);

        var guard = set.Tick(2).Guards[0];

        Assert.That((guard.Control.Count, guard.Canary.Count, guard.LnE), Is.EqualTo((200, 50, 0)));
        Assert.That(guard.Control.Mean, Is.EqualTo(0.1).Within(0.001));
        Assert.That(guard.Canary.Mean, Is.EqualTo(0.3).Within(0.003));
        Assert.That(set.Capture().Guards[0].Harm, Is.EqualTo(1).Within(0.01), "ten times the control's mean");
    }

    [Test]
    public void Quantile_IsHeldAgainstTheControlsOfTheTickBefore()
    {
        var set = new GuardSet(Plans.Of([Plans.P95]));
        for (var call = 1; call <= 100; call++)
        {
            Calls(set, isCanary: false, 1, failed: false, seconds: call / 100.0);
        }

        Assert.That(set.Tick(1).Guards[0].Control.Count, Is.Zero, "no threshold yet");
        Calls(set, isCanary: true, 3, failed: false, seconds: 0.93);
        Calls(set, isCanary: true, 1, failed: false, seconds: 0.97);
        Calls(set, isCanary: false, 1_000, failed: false, seconds: 5);

        var guard = set.Tick(2).Guards[0];

        Assert.That((guard.Canary, guard.Control.Mean), Is.EqualTo((new ArmStatus(4, 0.25), 1)));
    }

    [Test]
    public void Evidence_OfAHealthyStage_Proves_AndStartsAgainWithTheNext()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors, Plans.Happy], stages: 2, advance: StageAdvance.Evidence));
        for (var tick = 0; tick < 40; tick++)
        {
            Calls(set, isCanary: true, 50, failed: false);
            Calls(set, isCanary: false, 950, failed: false);
            set.Tick(tick);
        }

        Assert.That(set.Tick(41).IsProved, Is.True, "the scores, of which there are none, only pause");
        set.StartStage(1, 42);
        Assert.That(set.Tick(43).LnEvidence, Is.Zero);
    }

    private static double Mean(double[] logs) => logs.Average(Math.Exp);

    private static void AssertSame(GuardSetStatus actual, GuardSetStatus expected)
    {
        Assert.That(actual.Guards, Is.EqualTo(expected.Guards));
        Assert.That((actual.LnEvidence, actual.SplitLnE, actual.StageCanary, actual.StageControl, actual.Invalid, actual.LastOutcomeTicks),
            Is.EqualTo((expected.LnEvidence, expected.SplitLnE, expected.StageCanary, expected.StageControl, expected.Invalid, expected.LastOutcomeTicks)));
    }

    private void Regression(GuardSet set, int stage)
    {
        Calls(set, isCanary: true, 6, failed: true, stage: stage);
        Calls(set, isCanary: true, 94, failed: false, stage: stage);
        Calls(set, isCanary: false, 19, failed: true, stage: stage);
        Calls(set, isCanary: false, 1881, failed: false, stage: stage);
    }

    private void Everything(GuardSet set, int stage)
    {
        Regression(set, stage);
        for (var unit = 0; unit < 30; unit++)
        {
            var exposure = set.Recorder.Expose(Next(), unit % 2 == 0, stage, Size * (stage + 1));
            set.Recorder.Record(exposure, GuardMetric.Score, unit / 30.0);
            set.Recorder.Record(exposure, GuardMetric.OptOut, unit % 10 == 0 ? 1 : 0);
            set.Recorder.Record(exposure, GuardMetric.Duration, double.NaN);
        }
    }

    private void Calls(GuardSet set, bool isCanary, int count, bool failed, int size = Size, int stage = 0, double seconds = 0.1)
    {
        for (var call = 0; call < count; call++)
        {
            set.Recorder.RecordCall(set.Recorder.Expose(Next(), isCanary, stage, stage == 0 ? size : Size * (stage + 1)), failed, seconds);
        }
    }

    private ulong Next() => GrayFlags.Bucketing.MurmurHash3.Mix64(++_unit);
}
