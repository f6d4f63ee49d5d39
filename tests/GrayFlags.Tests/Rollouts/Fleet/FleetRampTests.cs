using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>A ramp in a fleet is a function of the store's clock: a node whose own clock is wrong admits whom the others admit.</summary>
[Fault("G19")]
public sealed class FleetRampTests
{
    private const string Ramp = """{ "ramp": { "from": 10, "to": 90, "over": "08:00:00" } }""";

    private static readonly TimeSpan[] Skews = [TimeSpan.Zero, TimeSpan.FromHours(3), TimeSpan.FromHours(-3), TimeSpan.FromDays(1)];

    [Test]
    public void Nodes_WhoseClocksDiffer_AdmitTheSameUsers_FromTheFirstCallOn()
    {
        using var fleet = new FleetRig(Ramp, Skews.Length, static node => Skews[node]);
        Assert.That(fleet.Nodes.Select(static node => node.Rig.CountOn()).Distinct().Single(), Is.EqualTo(fleet[0].CountOn()));
        foreach (var percentage in new[] { 20, 30, 40 })
        {
            fleet.Pass(3_600);

            Assert.That(fleet.Nodes.Select(static node => string.Join(' ', Enumerable.Range(0, 1_000).Where(number => IsOn(node, number)))).Distinct().ToList(),
                Has.Count.EqualTo(1));
            Assert.That(fleet[0].CountOn(), Is.EqualTo(percentage * 10).Within(40));
            Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.Percentage), Has.All.EqualTo(percentage).Within(0.1));
            Assert.That(fleet.Nodes.Select(SharesExplained).Distinct().ToList(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void Node_ThatStartsWithAWrongClock_AdmitsNobodyMore([Values(3, -3, 24, -24)] int hours)
    {
        using var fleet = new FleetRig(Ramp, 1);
        fleet.Pass(1_800);

        fleet.Nodes.Add(fleet.Start("late", TimeSpan.FromHours(hours)));

        Assert.That(fleet[1].CountOn(), Is.EqualTo(fleet[0].CountOn()), "before its first tick");
        fleet[1].Set(Ramp, more: ", \"new\": true");
        Assert.That(fleet[1].CountOn(), Is.EqualTo(fleet[0].CountOn()), "after a new document");
    }

    [Test]
    public async Task Clock_OfANode_IsSet_TheShareStays_AfterAPauseToo()
    {
        using var fleet = new FleetRig(Ramp, 2);
        fleet.Pass(1_800);
        fleet[1].Time.SetUtc(fleet[1].Time.GetUtcNow() + TimeSpan.FromHours(5));
        fleet.Pass(1);
        Assert.That(fleet[1].CountOn(), Is.EqualTo(fleet[0].CountOn()));

        var pause = fleet[1].Rollouts.PauseAsync(RolloutRig.Flag, "eve", "to look");
        fleet.Pass(600);
        await pause;
        var resume = fleet[1].Rollouts.ResumeAsync(RolloutRig.Flag, "eve", "looked at it");
        fleet.Pass(10);
        await resume;
        fleet.Pass(1_790);

        Assert.That(fleet[1].CountOn(), Is.EqualTo(fleet[0].CountOn()));
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.Percentage), Has.All.EqualTo(20).Within(0.2));
    }

    [Test]
    public void Node_ThatIsCutOff_GoesOnByTheStoresClock()
    {
        using var fleet = new FleetRig(Ramp, 2, static node => Skews[node]);
        fleet.Pass(60);

        fleet.Nodes[1].Link.IsCut = true;
        fleet.Pass(3_600);

        Assert.That(fleet[1].CountOn(), Is.EqualTo(fleet[0].CountOn()).And.GreaterThan(150));
    }

    [Test]
    public void Fingerprint_OfAllNodes_IsTheSame_AndChangesAtTheSameTime()
    {
        using var fleet = new FleetRig(Ramp, Skews.Length, static node => Skews[node] + TimeSpan.FromSeconds(17 * node));
        fleet.Pass(25);
        var first = FingerprintOf(fleet.Nodes[0]);
        var waits = fleet.Nodes.ConvertAll(node => node.Rig.Evaluator.WaitForChangeAsync(FlagSelection.All, FingerprintOf(node), CancellationToken.None));

        fleet.Pass(30);
        Assert.That(fleet.Nodes.Select(FingerprintOf), Has.All.EqualTo(first));
        fleet.Pass(6);

        Assert.That(fleet.Nodes.Select(FingerprintOf).Distinct().Single(), Is.Not.EqualTo(first));
        Assert.That(() => waits.TrueForAll(static wait => wait.IsCompletedSuccessfully), Is.True.After(10_000, 5), "each was woken, whatever its clock");
    }

    [Test]
    public void Answer_OfANodeWhoseClockIsAhead_AllocatesNothing_AndPublishesNothingAgain()
    {
        using var fleet = new FleetRig(Ramp, 2, static node => Skews[node]);
        fleet.Pass(60);
        var states = Internals.RolloutsOf(fleet[1].Evaluator).Live.All;
        var user = RolloutRig.User(7);

        Assert.That(Allocation.Least(100, _ => fleet[1].Evaluator.IsEnabled(RolloutRig.Flag, user)), Is.Zero);
        fleet.Pass(60);
        Assert.That(Internals.RolloutsOf(fleet[1].Evaluator).Live.All, Is.SameAs(states), "not even once a second");
    }

    // A rule's ramp is the machine's by design: it needs no store, and no node waits for one.
    [Test]
    public void Ramp_OfARule_IsTheMachines()
    {
        const string More = """, "rule": { "rules": { "all": { "percentage": { "ramp": [{ "at": "2026-03-01T01:00:00Z", "of": 100 }] } } } }""";
        using var fleet = new FleetRig(Ramp, 2, static node => Skews[node]);
        foreach (var node in fleet.Nodes)
        {
            node.Rig.Set(Ramp, more: More);
        }

        Assert.That(fleet.Nodes.Select(static node => node.Rig.Evaluator.IsEnabled("rule", RolloutRig.User(1))), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public void Process_ByItself_GoesByItsOwnClock()
    {
        using var rig = new RolloutRig("""{ "start": "2026-01-01T00:00:00Z", "ramp": { "from": 10, "to": 90, "over": "08:00:00" } }""");
        rig.Pass(3_600);
        Assert.That(rig.CountOn(), Is.EqualTo(200).Within(40));

        rig.Time.SetUtc(rig.Time.GetUtcNow() + TimeSpan.FromHours(3));

        Assert.That(rig.CountOn(), Is.EqualTo(500).Within(50), "at once");
        Assert.That(rig.Status.Percentage, Is.EqualTo(50).Within(0.1));
    }

    private static bool IsOn(FleetRig.Node node, int number) => node.Rig.Evaluator.IsEnabled(RolloutRig.Flag, RolloutRig.User(number));

    private static string SharesExplained(FleetRig.Node node) => node.Rig.Evaluator.Explain(RolloutRig.Flag, RolloutRig.User(1)).ToString()!;

    private static string FingerprintOf(FleetRig.Node node) => node.Rig.Evaluator.FingerprintOf(FlagSelection.All);
}
