using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>A fleet that would record more than its nodes can read records fewer units, the same on all nodes, and the same in both arms.</summary>
public sealed class FleetSamplingTests
{
    private const int Most = 1_000;

    // Stays where it is, whatever happens but a breach.
    private const string Half = """
        { "stages": [{ "name": "half", "percentage": 50, "hold": "4.00:00:00" }, { "name": "all", "percentage": 100 }],
          "settle": "00:00:01", "guards": { "errors": { "metric": "error" } } }
        """;

    private static readonly RolloutKey Busy = RolloutKey.Of("busy", "1");
    private static readonly RolloutKey Quiet = RolloutKey.Of("quiet", "1");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase(0, 0)]
    [TestCase(999, 0)]
    [TestCase(1_001, 1)]
    [TestCase(1_999, 1)]
    [TestCase(2_001, 2)]
    [TestCase(8_001, 4)]
    public void Units_AreHalved_UntilTheLogHasRoom(int perSecond, int halvings)
    {
        var sampling = new FleetSampling { Most = Most };
        var end = Play(sampling, 0, 30, (Busy, perSecond));

        Assert.That(sampling.HalvingsOf(Busy, 1), Is.EqualTo(halvings));
        Assert.That(sampling.HalvingsOf(Busy, 2), Is.Zero, "another attempt is another matter");

        Play(sampling, end, 30, (Busy, 10));
        Assert.That(sampling.HalvingsOf(Busy, 1), Is.Zero, "all of them again");
    }

    [Test]
    public void Traffic_AroundTheBound_DoesNotChangeTheSampleAllTheTime()
    {
        var sampling = new FleetSampling { Most = Most };
        var (end, seen) = (0, new List<int>());
        for (var round = 0; round < 20; round++)
        {
            end = Play(sampling, end, 10, (Busy, round % 2 == 0 ? 1_050 : 950));
            seen.Add(sampling.HalvingsOf(Busy, 1));
        }

        Assert.That(seen.Distinct(), Is.EqualTo([1]));
    }

    [Test]
    public void Rollout_ThatIsBusy_TakesNoEvidenceFromAQuietOne()
    {
        var sampling = new FleetSampling { Most = Most };
        Play(sampling, 0, 30, (Busy, 4_000), (Quiet, 300));

        // 700 are left of 1,000.
        Assert.That((sampling.HalvingsOf(Busy, 1), sampling.HalvingsOf(Quiet, 1)), Is.EqualTo((3, 0)));
    }

    [Test]
    public void Node_ThatStarts_GoesAlongAtOnce()
    {
        var sampling = new FleetSampling { Most = Most };
        sampling.Note(Start, [Section(Busy, 3, 10)]);

        Assert.That(sampling.HalvingsOf(Busy, 1), Is.EqualTo(3));
    }

    [Test]
    public void Engine_WhoseClockGoesBack_StopsNothing()
    {
        var sampling = new FleetSampling { Most = Most };
        Play(sampling, 3_600, 30, (Busy, 10));
        Play(sampling, 0, 30, (Busy, 8_001));

        Assert.That(sampling.HalvingsOf(Busy, 1), Is.EqualTo(4));
    }

    [Fault("G21")]
    [Test]
    public void Fleet_ThatIsTooBusy_RecordsTheSameUnitsOnAllNodes_AndAsManyOfEachArm()
    {
        using var fleet = new FleetRig(Half, 4, mostCalls: 40);
        fleet.Pass(2);
        var user = Busiest(fleet, 0, 30);
        var from = fleet.Engine.Log.ReadLogAsync(1, default).Result.Last;
        Busiest(fleet, user, 60);

        var ratios = fleet.Nodes.ConvertAll(static node => node.Rig.Status.Fleet!.SamplingRatio);
        var calls = fleet.Engine.Log.ReadLogAsync(from + 1, default).Result.Entries
            .SelectMany(static entry => FleetBatch.TryRead(entry.Batch.Payload)!)
            .SelectMany(static section => section.Calls)
            .ToList();

        // Of 200 calls a second an eighth is recorded: a fourth would be more than 40.
        Assert.That(ratios, Has.All.EqualTo(1 / 8.0));
        Assert.That(calls, Has.Count.InRange(60 * 25 * 0.8, 60 * 25 * 1.2));
        Assert.That(calls.Max(static call => call.Call.Hash * 2_654_435_761), Is.LessThanOrEqualTo(uint.MaxValue / 8), "the same eighth on each node");

        // Four standard errors of a fair coin.
        Assert.That(calls.Count(static call => call.Call.Marks.IsCanary), Is.EqualTo(calls.Count / 2).Within(2 * Math.Sqrt(calls.Count)));
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.Guards[0].Evidence).Distinct().Count(), Is.EqualTo(1), "to the last bit");
        Assert.That(fleet[0].Record.Phase, Is.EqualTo(RolloutPhase.Running), "no mismatch, no silent arm");
    }

    [Test]
    public void Fleet_ThatIsTooBusy_StillStopsACanaryThatFails()
    {
        using var fleet = new FleetRig(Half, 4, mostCalls: 40);
        fleet.Pass(2);
        var user = Busiest(fleet, 0, 30);
        fleet.Calls(user, 600, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(4);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.Record.Phase), Has.All.EqualTo(RolloutPhase.RolledBack));
    }

    [Test]
    public void Node_ThatStartsInABusyFleet_TakesTheSample_AndOneThatIsCutOffTakesAll()
    {
        using var fleet = new FleetRig(Half, 4, mostCalls: 40);
        fleet.Pass(2);
        var user = Busiest(fleet, 0, 30);
        fleet.Restart(3, "new");
        user = Busiest(fleet, user, 4);
        Assert.That(fleet[3].Status.Fleet!.SamplingRatio, Is.EqualTo(1 / 8.0));

        fleet.Nodes[3].Link.IsCut = true;
        user = Busiest(fleet, user, 20);
        Assert.That(fleet[3].Status.Fleet, Has.Property("SamplingRatio").EqualTo(1).And.Property("IsCutOff").True);

        fleet.Nodes[3].Link.IsCut = false;
        fleet.Pass(30);
        Busiest(fleet, user, 30, perSecond: 8);
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.Fleet!.SamplingRatio), Has.All.EqualTo(1), "all again, where there is room");
    }

    // Users who come once.
    private static int Busiest(FleetRig fleet, int user, int seconds, int perSecond = 200)
    {
        for (var second = 0; second < seconds; second++)
        {
            fleet.Calls(user, perSecond, static _ => false);
            fleet.Pass(1);
            user += perSecond;
        }

        return user;
    }

    // Nodes that do as they are told.
    private static int Play(FleetSampling sampling, int from, int seconds, params (RolloutKey Rollout, int PerSecond)[] flows)
    {
        for (var second = from; second <= from + seconds; second++)
        {
            sampling.Note(
                Start.AddSeconds(second),
                [.. flows.Select(flow => Section(flow.Rollout, sampling.HalvingsOf(flow.Rollout, 1), flow.PerSecond))]);
        }

        return from + seconds;
    }

    private static FleetSection Section(RolloutKey rollout, int halvings, int perSecond)
    {
        var (marks, state) = (CallMarks.Of(true, true, false, CallKind.Call, 0), CallState.Of(0, 50_000, CallVerdict.Success, 10));
        var call = new CountedCall(new JudgedCall(1, marks, state, 0, TimeSpan.FromSeconds(5)), 1);
        return new FleetSection(rollout, 1, 0, halvings, [.. Enumerable.Repeat(call, (int)Math.ScaleB(perSecond, -halvings))]);
    }
}
