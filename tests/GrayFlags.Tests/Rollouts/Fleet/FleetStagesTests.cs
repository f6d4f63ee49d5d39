using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>A deployment under way: nodes whose documents have other stages behind the one that has begun.</summary>
public sealed class FleetStagesTests
{
    private const string Older = """
        { "stages": [{ "name": "canary", "percentage": 10, "hold": "00:00:20", "minSamples": 0 },
            { "name": "half", "percentage": 50, "hold": "00:01:00", "minSamples": 0 },
            { "name": "all", "percentage": 100, "hold": "00:00:05", "minSamples": 0 }],
          "settle": "00:00:01", "health": { "noData": "none", "splitMismatch": "none", "silentArm": "none" },
          "guards": { "errors": { "metric": "error" } } }
        """;

    private const string Newer = """
        { "stages": [{ "name": "canary", "percentage": 10, "hold": "00:00:20", "minSamples": 0 },
            { "name": "fifth", "percentage": 20, "hold": "00:05:00", "minSamples": 0 },
            { "name": "half", "percentage": 50, "hold": "00:05:00", "minSamples": 0 },
            { "name": "all", "percentage": 100, "hold": "00:00:05", "minSamples": 0 }],
          "settle": "00:00:01", "health": { "noData": "none", "splitMismatch": "none", "silentArm": "none" },
          "guards": { "errors": { "metric": "error" } } }
        """;

    [Fault("G27")]
    [Test]
    public void Stage_IsTheOneOfThatName_NotOfThatNumber()
    {
        using var fleet = Start(Older, Newer);
        fleet.Pass(40);
        Assert.That(fleet.Nodes.Select(node => node.Rig.CountOn()).Distinct().Single(), Is.EqualTo(500).Within(60), "the older document was first");

        // Also for one that starts now, and knows of it from the store alone.
        fleet.Nodes.Add(fleet.Start("late", TimeSpan.Zero));
        fleet.Pass(5);
        Assert.That(fleet.Nodes.Select(node => node.Rig.CountOn()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(fleet.Nodes.Select(node => node.Rig.Status.StageName), Has.All.EqualTo("half"));

        fleet.Pass(300);
        Assert.That(fleet.Nodes.Select(node => (node.Rig.Record.Phase, node.Rig.CountOn())), Has.All.EqualTo((RolloutPhase.Completed, 1_000)));
    }

    [Fault("G27")]
    [Test]
    public void Stage_ThatADocumentDoesNotHave_KeepsItsNodeAtTheOneBefore_AndItMovesNothing()
    {
        using var fleet = Start(Newer, Older);
        fleet.Pass(40);
        fleet.Nodes.Add(fleet.Start("late", TimeSpan.Zero));
        fleet.Pass(100);

        Assert.That(fleet[0].Status.StageName, Is.EqualTo("fifth"));
        Assert.That(fleet[0].CountOn(), Is.EqualTo(200).Within(50));
        foreach (var older in fleet.Nodes.Skip(1))
        {
            Assert.That(older.Rig.CountOn(), Is.EqualTo(100).Within(40), "less is seen of the canary, not more");
            Assert.That(older.Rig.Record.WaitReason, Is.EqualTo(RolloutWaitReason.Store));
            Assert.That(older.Rig.Status.Remaining.Text, Does.Contain("'fifth'"));
        }

        fleet.Pass(240);
        Assert.That(fleet.Nodes.Select(node => node.Rig.Status.StageName), Has.All.EqualTo("half"), "both know this one");
    }

    [Fault("G27")]
    [Test]
    public async Task Stage_ThatNoDocumentHasAnyMore_IsLeftByAnOperator()
    {
        using var fleet = Start(Newer, Older);
        fleet.Pass(40);
        fleet.Nodes[0].Rig.Dispose();
        fleet.Nodes.RemoveAt(0);
        fleet.Pass(60);
        Assert.That(fleet[0].Status.StageName, Is.EqualTo("canary"));

        await fleet[0].EndAsync(fleet[0].Rollouts.PromoteAsync(RolloutRig.Flag, "li", "the deployment was taken back"));
        fleet.Pass(5);
        Assert.That(fleet[0].Status.StageName, Is.EqualTo("half"));
        fleet.Pass(150);
        Assert.That(fleet[0].Record.Phase, Is.EqualTo(RolloutPhase.Completed));
    }

    [Fault("G27")]
    [Test]
    public async Task Rollback_InAStageThatADocumentDoesNotHave_IsObeyedAll()
    {
        using var fleet = Start(Newer, Older);
        fleet.Pass(40);
        await fleet[0].Rollouts.RollbackAsync(RolloutRig.Flag, "li", "it is broken");
        fleet.Pass(3);

        Assert.That(fleet.Nodes.Select(node => (node.Rig.Record.Phase, node.Rig.CountOn())), Has.All.EqualTo((RolloutPhase.RolledBack, 0)));
    }

    // The first is the one that moves first; nodes that start later have the document of the second.
    private static FleetRig Start(string first, string second)
    {
        var fleet = new FleetRig(first, 1) { Rollout = second };
        fleet.Nodes.Add(fleet.Start("node-1", TimeSpan.Zero));
        return fleet;
    }
}
