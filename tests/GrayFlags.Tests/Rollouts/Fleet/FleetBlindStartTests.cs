using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>Nodes that start where the engine may be read and takes nothing: a standby, a failover that is under way, a user who may only read.</summary>
public sealed class FleetBlindStartTests
{
    private const string Half = FleetRig.Half;

    // It served half of the users, judged none of their calls, and was healthy, for as long as it ran.
    [Fault("G26")]
    [Test]
    public void Node_ThatStarts_AndMayOnlyRead_StopsADeadCanaryByItself([Values] bool isDocumentLater)
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(5);
        var rollout = fleet.Rollout;
        fleet.Rollout = isDocumentLater ? null! : rollout;
        var reader = fleet.Start("reader", TimeSpan.FromHours(5), static link => link.IsReadOnly = true);
        fleet.Nodes.Add(reader);
        fleet.Pass(2);
        reader.Rig.Set(rollout);
        fleet.Pass(5);
        Assert.That(reader.Rig.CountOn(), Is.EqualTo(fleet[0].CountOn()), "who has the flag keeps it");
        Assert.That(reader.Rig.Status.Fleet!.IsCutOff, Is.False);

        fleet.Pass(12);
        Assert.That(reader.Rig.Status.Fleet!.IsCutOff, Is.True, "also without a call");

        for (var second = 0; second < 60; second++)
        {
            reader.Rig.Calls(1_000 + (30 * second), 30, static _ => false);
            fleet.Pass(1);
        }

        Assert.That(reader.Rig.State, Is.EqualTo("Running 0 of attempt 1"), "a canary that works goes on");

        reader.Rig.Calls(10_000, 100, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);

        Assert.That(reader.Rig.Record.Phase, Is.EqualTo(RolloutPhase.RolledBack), "alone");
        Assert.That(fleet[0].Record.Phase, Is.EqualTo(RolloutPhase.Running), "who cannot know");

        reader.Link.IsReadOnly = false;
        fleet.Pass(5);

        Assert.That(fleet[0].Record.Phase, Is.EqualTo(RolloutPhase.RolledBack), "now everywhere");
    }

    [Test]
    public void Node_ThatStarts_AndMayOnlyRead_HasTheFleetsEvidence_AndFollowsItsStages()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(5);
        var reader = fleet.Start("reader", TimeSpan.Zero, static link => link.IsReadOnly = true);
        fleet.Pass(40);
        fleet.Nodes.Add(reader);
        reader.Rig.Pass(1);
        for (var second = 0; second < 60; second++)
        {
            fleet[0].Calls(30 * second, 30, static _ => false);
            fleet.Pass(1);
        }

        fleet.Pass(5);

        Assert.That(reader.Rig.State, Is.EqualTo(fleet[0].State).And.EqualTo("Running 1 of attempt 1"));
        Assert.That(reader.Rig.Status.Canary, Is.EqualTo(fleet[0].Status.Canary).And.Property("Calls").GreaterThan(0));
        Assert.That(reader.Rig.Status.Fleet, Has.Property("Nodes").EqualTo(2).And.Property("Lag").Zero.And.Property("IsCutOff").True);
    }

    [Test]
    public void Node_ThatMayOnlyRead_AsksNoMoreThanOthers()
    {
        using var fleet = new FleetRig(Half, 1);
        fleet.Pass(5);
        var reader = fleet.Start("reader", TimeSpan.Zero, static link => link.IsReadOnly = true);
        fleet.Nodes.Add(reader);
        fleet.Pass(20);
        var before = reader.Link.LogReads;
        for (var second = 0; second < 30; second++)
        {
            reader.Rig.Calls(30 * second, 30, static _ => false);
            fleet.Pass(1);
        }

        Assert.That(reader.Link.LogReads - before, Is.InRange(25, 35), "once a second, though its batches wait");
    }

    // The records are there, and what is behind them is not: it cannot be known by which clock, nor what the fleet has seen.
    [Test]
    public async Task Node_ThatStarts_AndCannotReadTheLog_AdmitsNobody()
    {
        using var fleet = new FleetRig(Half, 1);
        fleet.Pass(5);
        await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, fleet[0].Admitted(1)[0]);
        var reader = fleet.Start("reader", TimeSpan.Zero, static link => (link.IsReadOnly, link.HidesLog) = (true, true));
        fleet.Nodes.Add(reader);
        fleet.Pass(30);

        Assert.That((reader.Rig.CountOn(), reader.Rig.Record.WaitReason), Is.EqualTo((0, RolloutWaitReason.Lost)));

        reader.Link.HidesLog = false;
        fleet.Pass(2);

        Assert.That(reader.Rig.CountOn(), Is.EqualTo(fleet[0].CountOn()), "and who was taken out is out");
    }

    // The store had not given it a number for that yet: nothing judged its calls until the store was back.
    [Test]
    public void Node_ThatIsCutOff_BeforeItHasANumberForIt_StopsADeadCanaryAllTheSame()
    {
        using var fleet = new FleetRig(Half, 1);
        fleet.Pass(5);
        fleet.Nodes.Add(fleet.Start("node-1", TimeSpan.Zero));
        fleet.Pass(1);
        fleet.Nodes[1].Attempt!.Episode = null;
        fleet.Nodes[1].Link.IsCut = true;
        fleet.Pass(20);

        fleet[1].Calls(0, 60, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);

        Assert.That(fleet[1].Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
    }

    // Each node and attempt has one part for all times without a number, or whoever loses the store again and again would have more than there is.
    [Test]
    public void TimesWithoutANumber_AreOneTimeOfANode_WithATinyPartOfTheRisk()
    {
        using var fleet = new FleetRig(Half, 1);
        fleet.Pass(5);
        var reader = fleet.Start("reader", TimeSpan.Zero, static link => link.IsReadOnly = true);
        fleet.Nodes.Add(reader);
        fleet.Pass(20);
        reader.Rig.Calls(0, 60, static _ => false);
        reader.Rig.Calls(60, 6, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(3);
        var first = reader.Attempt!.StatusAlone(fleet.Engine.Now)!.Guards[0];

        reader.Link.IsReadOnly = false;
        fleet.Pass(3);
        Assert.That((reader.Attempt.IsAlone, reader.Attempt.Episode), Is.EqualTo((false, (long?)2)));
        reader.Attempt.Episode = null;
        reader.Link.IsCut = true;
        fleet.Pass(20);
        var second = reader.Attempt.StatusAlone(fleet.Engine.Now)!.Guards[0];

        // Of a risk of 1 %, nine tenths for the guards of the first document.
        Assert.That(first.Threshold, Is.EqualTo(-Math.Log(0.01 * 0.9 * 0.01 / 10_000)).Within(1e-9));
        Assert.That(first.LnE, Is.GreaterThan(0));
        Assert.That(second.LnE, Is.EqualTo(first.LnE), "it goes on");
    }

    [Test]
    public void Node_ThatMayOnlyRead_WeighsWithTheGuardsOfANewDocument()
    {
        const string Errors = "\"errors\": { \"metric\": \"error\" }";
        const string Slow = "\"slow\": { \"metric\": \"duration\", \"onBreach\": \"none\" }";
        using var fleet = new FleetRig(Half.Replace(Errors, Slow, StringComparison.Ordinal), 1);
        fleet.Pass(5);
        var reader = fleet.Start("reader", TimeSpan.Zero, static link => link.IsReadOnly = true);
        fleet.Nodes.Add(reader);
        fleet.Pass(20);
        reader.Rig.Calls(0, 200, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);
        Assert.That(reader.Rig.Record.Phase, Is.EqualTo(RolloutPhase.Running), "no guard minds");

        reader.Rig.Set(Half);
        fleet.Pass(2);
        reader.Rig.Calls(1_000, 200, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);

        Assert.That(reader.Rig.Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
    }
}
