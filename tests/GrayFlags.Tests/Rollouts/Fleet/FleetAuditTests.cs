using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>Steps of a fleet in the log: each of them once on each node.</summary>
public sealed class FleetAuditTests
{
    private const string Half = FleetRig.Half;

    // Each of them has rolled back by its own calls before they meet again: that is one rollback, and nobody is woken twice.
    [Test]
    public void Rollback_ByTwoNodesThatWereCutOff_IsReportedOnceOnEach()
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(5);
        Assert.That(fleet.Nodes.Select(node => node.Rig.Audit.Count()), Has.All.EqualTo(1), "begun");
        fleet.Nodes.ForEach(static node => node.Link.IsCut = true);
        fleet.Pass(30);
        foreach (var node in fleet.Nodes)
        {
            for (var round = 0; node.Rig.Record.Phase == RolloutPhase.Running && round < 30; round++)
            {
                node.Rig.Calls(1_000 * round, 200, static outcome => outcome.Arm == GrayArm.Canary);
                fleet.Pass(1);
            }

            fleet.Pass(7);
        }

        Assert.That(fleet.Nodes.Select(node => node.Rig.Record.Phase), Has.All.EqualTo(RolloutPhase.RolledBack), "each by itself");
        fleet.Nodes.ForEach(static node => node.Link.IsCut = false);
        fleet.Pass(30);

        Assert.That(fleet.Nodes.Select(node => node.Rig.Audit.Count(entry => entry.EventId.Id == 161)), Has.All.EqualTo(1));
        Assert.That(fleet.Nodes.Select(node => node.Rig.Audit.Count()), Has.All.EqualTo(2));
    }
}
