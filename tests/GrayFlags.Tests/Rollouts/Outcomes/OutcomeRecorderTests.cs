using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Outcomes;

[NonParallelizable]
public sealed class OutcomeRecorderTests
{
    private static readonly GuardPlan[] All = [Plans.Errors, Plans.Latency, Plans.P95, Plans.Happy, Plans.Limit(GuardMetric.OptOut, 0.02), Plans.Limit(GuardMetric.Mismatch, 0.001)];

    private static string[] Metrics => Enum.GetNames<GuardMetric>();

    [Test]
    public void Recording_OfEveryMetric_AllocatesNothing()
    {
        var recorder = new GuardSet(Plans.Of(All)).Recorder;
        recorder.Expose(1, isCanary: true, 0, 5_000);

        Assert.Multiple(() =>
        {
            Assert.That(Allocation.Least(10_000, unit => recorder.Expose(Hash(unit), unit % 2 == 0, 0, 5_000)), Is.Zero, "Expose");
            Assert.That(Allocation.Least(10_000, unit => recorder.RecordCall(recorder.Expose(Hash(unit), unit % 2 == 0, 0, 5_000), unit % 3 == 0, 0.1)), Is.Zero, "RecordCall");
            foreach (var metric in Enum.GetValues<GuardMetric>())
            {
                Assert.That(Allocation.Least(10_000, unit => recorder.Record(recorder.Expose(Hash(unit), unit % 2 == 0, 0, 5_000), metric, unit % 2)), Is.Zero, metric.ToString());
            }
        });
    }

    [Test]
    public void Unit_InOneStage_CountsOnceForGoodAndOnceForBad()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors], stages: 2));
        for (var call = 0; call < 100; call++)
        {
            set.Recorder.RecordCall(set.Recorder.Expose(7, isCanary: true, 0, 5_000), call % 2 == 0, 0.1);
        }

        var status = set.Tick(1);

        Assert.That((status.StageCanary, status.StageControl, status.Repeated), Is.EqualTo((2, 0, 98)));
        Assert.That(status.Guards[0].Canary, Is.EqualTo(new ArmStatus(2, 0.5)));
    }

    [Test]
    public void Unit_InTheNextStage_CountsAgain()
    {
        var set = new GuardSet(Plans.Of([Plans.Errors], stages: 2));
        set.Recorder.RecordCall(set.Recorder.Expose(7, isCanary: true, 0, 5_000), failed: false, 0.1);
        set.StartStage(1, 1);
        set.Recorder.RecordCall(set.Recorder.Expose(7, isCanary: true, 1, 10_000), failed: false, 0.1);

        var status = set.Tick(2);

        Assert.That((status.StageCanary, status.Guards[0].Canary.Count), Is.EqualTo((1, 2)));
    }

    [Test, Fault("G2")]
    public void Value_OutOfRange_IsDroppedAndCounted(
        [ValueSource(nameof(Metrics))] string metric, [Values(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.001, -1e300)] double value)
    {
        var set = new GuardSet(Plans.Of(All));
        var before = set.Capture();
        set.Recorder.Record(set.Recorder.Expose(7, isCanary: true, 0, 5_000), Enum.Parse<GuardMetric>(metric), value);

        var status = set.Tick(1);

        Assert.That(status.Invalid, Is.EqualTo(1));
        Assert.That(status.Guards.Select(guard => guard.Canary.Count), Is.All.Zero);
        Assert.That(set.Capture().CanaryDurations, Is.EqualTo(before.CanaryDurations));
    }

    [Test, Fault("G2")]
    public void CallWithoutADuration_CountsAsAnOutcome()
    {
        var set = new GuardSet(Plans.Of(All));
        set.Recorder.RecordCall(set.Recorder.Expose(7, isCanary: true, 0, 5_000), failed: true, double.NaN);

        var status = set.Tick(1);

        Assert.That((status.Invalid, status.StageCanary, set.Capture().CanaryDurations.Sum()), Is.EqualTo((1, 1, 0)));
    }

    [Test]
    public void OptOut_UnitsWithASuccess_CountAsNone()
    {
        var set = new GuardSet(Plans.Of([Plans.Limit(GuardMetric.OptOut, 0.02)]));
        for (var unit = 0; unit < 100; unit++)
        {
            var exposure = set.Recorder.Expose(Hash(unit), isCanary: true, 0, 5_000);
            set.Recorder.RecordCall(exposure, failed: false, 0.1);
            set.Recorder.RecordCall(exposure, failed: false, 0.1);
        }

        for (var call = 0; call < 5; call++)
        {
            set.Recorder.Record(set.Recorder.Expose(Hash(3), isCanary: true, 0, 5_000), GuardMetric.OptOut, 1);
        }

        Assert.That(set.Tick(1).Guards[0].Canary, Is.EqualTo(new ArmStatus(101, 1.0 / 101)));
    }

    // 40,000 records by four threads while a fifth drains: each is counted in exactly one tick.
    [Test]
    public async Task Recording_WhileDraining_LosesAndDoublesNothing()
    {
        const int Units = 10_000;
        var set = new GuardSet(Plans.Of([Plans.Limit(GuardMetric.Mismatch, 0.5)]));
        var writers = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var unit = 0; unit < Units; unit++)
            {
                set.Recorder.Record(set.Recorder.Expose(Hash(unit), isCanary: true, 0, 5_000), GuardMetric.Mismatch, 0);
            }
        })).ToArray();
        while (!Array.TrueForAll(writers, writer => writer.IsCompleted))
        {
            set.Tick(1);
        }

        await Task.WhenAll(writers);

        var status = set.Tick(2);
        Assert.That(status.Guards[0].Canary.Count, Is.EqualTo(4 * Units));
        Assert.That(set.Capture().Splits.Single()[1], Is.InRange(Units * 0.98, Units), "of four threads that meet a unit one is first");
    }

    [Test]
    public void Memory_OfManyUnits_DoesNotGrow()
    {
        var recorder = new GuardSet(Plans.Of(All)).Recorder;
        recorder.Expose(0, isCanary: true, 0, 5_000);

        var allocated = Allocation.Least(200_000, unit => recorder.RecordCall(recorder.Expose(Hash(unit), unit % 20 == 0, 0, 5_000), failed: false, unit));

        Assert.That(allocated, Is.Zero);
    }

    // A ramp has a new share each tick.
    [Test]
    public void Shares_AreBounded_TheOldestGo()
    {
        var recorder = new GuardSet(Plans.Of([Plans.Errors])).Recorder;
        for (var size = 1; size <= 1_000; size++)
        {
            recorder.Expose(Hash(size), isCanary: false, 0, size);
        }

        Assert.That(recorder.Shares.Length, Is.EqualTo(32));
        Assert.That(recorder.Shares[^1].Size, Is.EqualTo(1_000));
    }

    private static ulong Hash(int unit) => GrayFlags.Bucketing.MurmurHash3.Mix64((ulong)unit + 1);
}
