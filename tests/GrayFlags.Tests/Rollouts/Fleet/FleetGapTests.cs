using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>Entries of the log that are gone although no checkpoint has them: the evidence begins anew on all nodes, and nobody is blind for ever.</summary>
[Fault("G24")]
public sealed class FleetGapTests
{
    private const int EvidenceForgotten = 175;

    private const string Rollout = """
        { "stages": [{ "name": "s0", "percentage": 10, "hold": "00:01:00", "minSamples": 0 },
            { "name": "s1", "percentage": 50, "hold": "10:00:00", "minSamples": 0 }, { "name": "all", "percentage": 100, "hold": "00:01:00" }],
          "settle": "00:00:01", "health": { "noData": "pause", "splitMismatch": "pause", "silentArm": "pause", "noDataAfter": "01:00:00" },
          "guards": { "errors": { "metric": "error" } } }
        """;

    public enum Loss
    {
        /// <summary>All entries, as by TRUNCATE: positions go on.</summary>
        Entries,

        /// <summary>The last entries until now, in the middle of the log as soon as there are others.</summary>
        Middle,

        /// <summary>The log, as by DEL: positions begin anew, below the checkpoint's.</summary>
        Log,
    }

    [Test]
    public void Entries_ThatAreLost_EndTheEvidenceOfAllNodes_WhichIsSaid([Values] Loss loss, [Values(0, 1, 3)] int restarted)
    {
        using var fleet = NewFleet(loss, restarted);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.State), Has.All.EqualTo("Running 1 of attempt 1"));
        Assert.That(fleet.Nodes.Select(static node => node.Attempt!.Lineage).Distinct().Count(), Is.EqualTo(1));
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.Fleet!.Lag), Has.All.Zero);
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.Fleet!.IsCatchingUp), Has.All.False);
        var isWholeInMemory = restarted == 0 && loss != Loss.Log;
        Assert.That(fleet.Nodes.Sum(static node => Count(node)), isWholeInMemory ? Is.Zero : Is.Positive, "where nothing is lost nothing is said");
        Assert.That(fleet.Nodes.Select(static node => Count(node)), Has.All.LessThanOrEqualTo(1));

        fleet.Calls(20_000, 90, static _ => false);
        fleet.Pass(5);
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.Guards[0].Evidence).Distinct().Count(), Is.EqualTo(1), "to the last bit");
    }

    [Test]
    public void Entries_ThatAreLost_KeepNoDeadCanaryAlive([Values] Loss loss, [Values(0, 1, 3)] int restarted)
    {
        using var fleet = NewFleet(loss, restarted);

        fleet.Calls(10_000, 90, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.Record.Phase), Has.All.EqualTo(RolloutPhase.RolledBack));
    }

    [Test]
    public void Entries_ThatAreLost_AndAStoreThatTakesNoCheckpoint_LeaveEachNodeItsOwnCalls([Values] Loss loss)
    {
        using var fleet = NewFleet(loss, 3, takesCheckpoints: false);
        Assert.That(fleet.Nodes.Select(static node => node.Attempt!.IsBlind), Has.All.True);
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.StoreDamage), Has.All.Contains("missing from the log"), "it degrades the health");

        fleet.Calls(10_000, 180, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.Record.Phase), Has.All.EqualTo(RolloutPhase.RolledBack));
    }

    // Two apps on one name, or a deployment that brings another rollout.
    [Test]
    public void Evidence_OfARolloutThatAnotherNodeDoesNotKnow_IsNotTrimmedByIt()
    {
        using var fleet = new FleetRig(Rollout.Replace("\"00:01:00\"", "\"00:12:00\"", StringComparison.Ordinal), 1);
        fleet.Rollout = Rollout.Replace("\"stages\"", "\"id\": \"b\", \"stages\"", StringComparison.Ordinal)
            .Replace("\"00:01:00\"", "\"10:00:00\"", StringComparison.Ordinal);
        fleet.Nodes.Add(fleet.Start("node-1", TimeSpan.Zero));
        fleet.Pass(2);
        for (var second = 0; second < 15; second++)
        {
            fleet[0].Calls(30 * second, 30, static _ => false);
            fleet[1].Calls(30 * second, 30, static _ => false);
            fleet.Pass(1);
        }

        fleet.Pass(750);
        var before = fleet[1].Status;
        Assert.That((fleet[0].State, fleet[1].State), Is.EqualTo(("Running 1 of attempt 1", "Running 0 of attempt 1")));
        Assert.That(fleet.Nodes[0].Attempt!.SavedPosition - fleet.Nodes[1].Attempt!.SavedPosition, Is.GreaterThan(20), "older than ten minutes");

        fleet.Restart(1);
        fleet.Pass(5);

        Assert.That(fleet[1].Status.Control.Calls, Is.EqualTo(before.Control.Calls).And.Positive);
        Assert.That(fleet[1].Status.Guards[0].Evidence, Is.EqualTo(before.Guards[0].Evidence));
        Assert.That(Count(fleet.Nodes[1]), Is.Zero);
    }

    // In the second stage, with a checkpoint of its beginning and evidence behind it, a minute after the loss.
    private static FleetRig NewFleet(Loss loss, int restarted, bool takesCheckpoints = true)
    {
        var fleet = new FleetRig(Rollout, 3);
        fleet.Pass(75);
        for (var second = 0; second < 10; second++)
        {
            fleet.Calls(30 * second, 30, static _ => false);
            fleet.Pass(1);
        }

        fleet.Pass(5);
        Assert.That(fleet.Nodes.Min(static node => node.Attempt!.Position) - fleet.Nodes.Max(static node => node.Attempt!.SavedPosition), Is.GreaterThan(4));
        if (loss == Loss.Log)
        {
            fleet.Engine.DeleteLog();
        }
        else
        {
            fleet.Engine.LoseEntries(loss == Loss.Middle ? 4 : int.MaxValue);
        }

        fleet.Engine.RefusesCheckpoints = !takesCheckpoints;
        for (var node = 0; node < restarted; node++)
        {
            fleet.Restart(node);
        }

        fleet.Pass(60);
        return fleet;
    }

    private static int Count(FleetRig.Node node) => node.Rig.Log.Entries.Count(static entry => entry.EventId.Id == EvidenceForgotten);
}
