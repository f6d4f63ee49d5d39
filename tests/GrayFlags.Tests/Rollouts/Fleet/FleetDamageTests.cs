using GrayFlags.Rollouts.Fleet;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>Damage to what the store has: what nodes know serves on and is not promoted, who knows nothing admits nobody, and one command mends it.</summary>
[Fault("G17")]
public sealed class FleetDamageTests
{
    private const int StoreFailed = 164;
    private const int Damaged = 166;
    private const int RemovalsDamaged = 174;
    private const int Readable = 170;
    private const int EvidenceDamaged = 171;
    private const int EvidenceMended = 172;
    private const int EvidenceForgotten = 175;

    [Test]
    public async Task Record_Damaged_ServesOnAndIsNotPromoted_UntilTheLossIsAcceptedOnAnyNode([Values] bool isAcceptedByNewNode)
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(75);
        Assert.That(fleet[0].State, Is.EqualTo("Running 1 of attempt 1"));
        var before = fleet[0].CountOn();

        fleet.Engine.IsRecordDamaged = true;
        fleet.Pass(120);
        var fresh = fleet.Start("node-2", TimeSpan.Zero);
        fleet.Nodes.Add(fresh);
        fleet.Pass(5);

        Assert.That((fleet[0].State, fleet[0].Record.WaitReason, fleet[0].CountOn()), Is.EqualTo(("Running 1 of attempt 1", RolloutWaitReason.Store, before)));
        Assert.That((fresh.Rig.Record.WaitReason, fresh.Rig.CountOn()), Is.EqualTo((RolloutWaitReason.Lost, 0)), "it may have been rolled back");
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.StoreDamage), Has.All.Contains("cannot be read"));
        Assert.That(fleet.Nodes.Select(static node => Count(node, Damaged)), Has.All.EqualTo(1));

        await EndAsync(fleet, fleet[isAcceptedByNewNode ? 2 : 0].Rollouts.AcceptLossAsync("eve", "a broken disk"));
        fleet.Pass(3);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.Record.Attempt), Has.All.EqualTo(1));
        Assert.That(fleet.Nodes.Select(static node => (node.Rig.Record.Phase, node.Rig.Record.Stage)).Distinct().Single(), Is.AnyOf(
            (RolloutPhase.Running, 1), (RolloutPhase.Running, 2)));
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.StoreDamage), Has.All.Null);
        Assert.That(fleet.Nodes.Select(static node => Count(node, Readable)), Has.All.EqualTo(1));
        Assert.That(fleet[isAcceptedByNewNode ? 2 : 0].Log.Entries.Count(static entry => entry.EventId.Id is 158 or 173), Is.EqualTo(2), "never silently");
        fleet.Pass(70);
        Assert.That(fleet[0].Record.Stage, Is.EqualTo(2));
    }

    // Nothing is wrong with the store any more: without a line nobody learns why a stage takes so long.
    [Fault("G14")]
    [TestCase(int.MaxValue, 1)]
    [TestCase(20, 0)]
    public void Evidence_ThatTheStoreHasForgotten_IsSaidOnEachNodeOnce_WhereItBeginsAnew(int forgotten, int lines)
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(75);
        for (var second = 0; second < 20; second++)
        {
            fleet.Calls(second * 20, 20, static _ => false);
            fleet.Pass(1);
        }

        Assert.That(fleet.Nodes.Select(static node => Count(node, EvidenceForgotten)), Has.All.Zero);

        fleet.Engine.FailOver(forgotten);
        fleet.Pass(60);
        fleet.Calls(0, 20, static _ => false);
        fleet.Pass(60);

        Assert.That(fleet.Nodes.Select(static node => Count(node, EvidenceForgotten)), Has.All.EqualTo(lines));
    }

    [Test]
    public async Task Record_Damaged_AnOperatorsDecisionOnTheRolloutReplacesIt()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(75);
        fleet.Engine.IsRecordDamaged = true;
        fleet.Pass(3);

        await EndAsync(fleet, fleet[0].Rollouts.PauseAsync(RolloutRig.Flag, "eve", "to look"));
        Assert.That(fleet.Engine.IsRecordDamaged, Is.False);
        fleet.Pass(2);
        fleet.Engine.IsRecordDamaged = true;
        await EndAsync(fleet, fleet[1].Rollouts.ResumeAsync(RolloutRig.Flag, "eve", "looked at it"));
        fleet.Pass(3);

        Assert.That(fleet.Engine.IsRecordDamaged, Is.False, "also before this node has noticed");
        Assert.That(fleet.Nodes.Select(static node => node.Rig.State), Has.All.EqualTo("Running 1 of attempt 1"));
    }

    [Test]
    public void Record_Damaged_ARollbackIsWrittenAllTheSame()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(65);
        fleet.Engine.IsRecordDamaged = true;
        fleet.Pass(3);

        fleet.Calls(0, 300, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(10);
        fleet.Nodes.Add(fleet.Start("node-2", TimeSpan.Zero));
        fleet.Pass(3);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.Record.Phase), Has.All.EqualTo(RolloutPhase.RolledBack));
    }

    [Test]
    public async Task Record_Damaged_AndNoNodeKnowsIt_BeginsAnewOnceTheLossIsAccepted()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(75);
        fleet.Engine.IsRecordDamaged = true;
        fleet.Restart(0);
        fleet.Restart(1);
        fleet.Pass(60);
        Assert.That(fleet.Nodes.Select(static node => node.Rig.CountOn()), Has.All.Zero);

        await EndAsync(fleet, fleet[0].Rollouts.AcceptLossAsync("eve", "a broken disk"));
        fleet.Pass(5);

        Assert.That(
            fleet.Nodes.Select(static node => node.Rig.State), Has.All.EqualTo("Running 0 of attempt 2"), "the evidence of the first is another stage's");
        fleet.Pass(75);
        Assert.That(fleet.Nodes.Select(static node => node.Rig.State), Has.All.EqualTo("Running 1 of attempt 2"));
    }

    [Test]
    public async Task Record_Damaged_AndNoNodeKnowsIt_ResumingItIsEnough()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 1);
        fleet.Pass(5);
        fleet.Engine.IsRecordDamaged = true;
        fleet.Restart(0);
        fleet.Pass(60);

        await EndAsync(fleet, fleet[0].Rollouts.ResumeAsync(RolloutRig.Flag, "eve", "looked at it"));
        fleet.Pass(70);

        Assert.That(fleet[0].State, Is.EqualTo("Running 1 of attempt 1"));
    }

    [Test]
    public void Checkpoint_Damaged_IsMendedByANodeThatHasTheEvidence()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(3);
        fleet.Calls(0, 500, static outcome => outcome.Arm == GrayArm.Control);
        fleet.Pass(5);
        var evidence = fleet[0].Status.Control.Calls;

        fleet.Engine.DamageCheckpoint(fleet[0].Record.Id, 1);
        fleet.Restart(1);
        fleet.Pass(100);

        Assert.That(fleet[1].Status.Control.Calls, Is.EqualTo(evidence).And.GreaterThan(0));
        Assert.That((Count(fleet.Nodes[0], EvidenceDamaged), Count(fleet.Nodes[0], EvidenceMended)), Is.EqualTo((1, 1)));
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.StoreDamage), Has.All.Null);
    }

    [Test]
    public async Task Checkpoint_Damaged_AndNoNodeHasTheEvidence_BeginsAnewOnceTheLossIsAccepted()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(3);
        fleet.Calls(0, 500, static outcome => outcome.Arm == GrayArm.Control);
        fleet.Pass(5);
        fleet.Engine.DamageCheckpoint(fleet[0].Record.Id, 1);
        fleet.Restart(0);
        fleet.Restart(1);
        fleet.Pass(300);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.State), Has.All.EqualTo("Running 0 of attempt 1"));
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Record.WaitReason), Has.All.EqualTo(RolloutWaitReason.Store));
        Assert.That(fleet.Nodes.Select(static node => Count(node, EvidenceDamaged)), Has.All.EqualTo(1));
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.StoreDamage), Has.All.Contains("checkpoint"));

        await EndAsync(fleet, fleet[0].Rollouts.AcceptLossAsync("eve", "a broken disk"));
        fleet.Pass(200);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.StoreDamage), Has.All.Null);
        Assert.That(fleet.Nodes.Select(static node => (node.Rig.Record.Attempt, node.Rig.Record.Stage > 0)), Has.All.EqualTo((1, true)));
    }

    [Test]
    public async Task Entry_Damaged_StopsTheEvidence_UntilItsLossIsAccepted()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 3);
        fleet.Pass(3);
        fleet.Calls(0, 500, static outcome => outcome.Arm == GrayArm.Control);
        fleet.Pass(5);
        var before = fleet[0].Status.Control.Calls;
        fleet.Engine.AppendDamaged();
        fleet.Pass(3);
        fleet.Calls(1_000, 500, static outcome => outcome.Arm == GrayArm.Control);
        fleet.Pass(200);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.State), Has.All.EqualTo("Running 0 of attempt 1"));
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.StoreDamage), Has.All.Contains("of the log cannot be read"));
        Assert.That(fleet.Nodes.Select(static node => Count(node, EvidenceDamaged)), Has.All.EqualTo(1));

        await EndAsync(fleet, fleet[1].Rollouts.AcceptLossAsync("eve", "a broken disk"));
        fleet.Pass(130);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.StoreDamage), Has.All.Null);
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Status.Control.Calls).Distinct().Single(), Is.GreaterThan(before), "what came behind it counts");
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Record.Stage), Has.All.GreaterThan(0));
    }

    [Test]
    public async Task Removals_ThatCannotBeRead_KeepNoRollbackFromANode_AndAdmitNobodyThere()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(5);
        fleet.Nodes.ForEach(static node => node.Link.HidesRemovals = true);
        fleet.Pass(5);
        Assert.That(fleet[1].CountOn(), Is.Positive, "who is known to be out is out");

        var fresh = fleet.Start("node-2", TimeSpan.Zero, static link => link.HidesRemovals = true);
        fleet.Nodes.Add(fresh);
        fleet.Pass(5);
        Assert.That(fresh.Rig.CountOn(), Is.Zero, "it does not know who is out");

        fresh.Link.HidesRemovals = false;
        fleet.Pass(3);
        Assert.That(fresh.Rig.CountOn(), Is.Positive);

        await EndAsync(fleet, fleet[0].Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "to be safe"));
        fleet.Pass(3);
        Assert.That(fleet.Nodes.Select(static node => node.Rig.Record.Phase), Has.All.EqualTo(RolloutPhase.RolledBack));
        Assert.That(fleet.Nodes.Select(static node => Count(node, StoreFailed)), Has.All.EqualTo(1), "once");
    }

    [Test]
    public async Task Removal_Damaged_IsNamed_AndWrittenAgainByANodeThatKnowsIt()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(75);
        var users = fleet[0].Admitted(2);
        await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, users[0]);
        await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, users[1]);
        fleet.Pass(2);
        fleet.Engine.DamagedRemoval = (await fleet.Engine.Log.ReadRemovalsAsync(0, default)).Removals[0];

        // It is not looked at again by who has read it; by a node that starts it is.
        var fresh = fleet.Start("node-2", TimeSpan.Zero);
        fleet.Nodes.Add(fresh);
        fleet.Pass(2);
        Assert.That(fresh.Rig.Status.StoreDamage, Does.Contain("taken out"));
        Assert.That(Count(fresh, RemovalsDamaged), Is.EqualTo(1));
        Assert.That(users.Count(user => fresh.Rig.Evaluator.IsEnabled(RolloutRig.Flag, user)), Is.EqualTo(1), "the other one counts");

        fleet.Pass(670);
        Assert.That(fleet.Engine.DamagedRemoval, Is.Null);
        Assert.That(fresh.Rig.Status.StoreDamage, Is.Null);
        Assert.That(fleet.Nodes.SelectMany(node => users.Select(user => node.Rig.Evaluator.IsEnabled(RolloutRig.Flag, user))), Has.All.False);
    }

    [Fault("G23")]
    [Test]
    public void Evidence_ThatNobodyCanRead_LeavesEachNodeItsOwn_WhichStopsADeadCanary([Values("entry", "checkpoint", "edition")] string damaged)
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 3);
        fleet.Pass(75);
        fleet.Calls(0, 500, static _ => false);
        fleet.Pass(5);
        Damage(fleet, damaged);
        for (var second = 0; second < 150; second++)
        {
            fleet.Calls(1_000 + (30 * second), 30, static _ => false);
            fleet.Pass(1);
        }

        Assert.That(fleet.Nodes.Select(static node => node.Rig.State), Has.All.EqualTo("Running 1 of attempt 1"), "a canary that works goes on");
        Assert.That(fleet.Nodes.Max(static node => node.Attempt!.Episode ?? 0), Is.LessThanOrEqualTo(6), "one time alone, and not one a minute");

        fleet.Calls(10_000, 180, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);

        Assert.That(fleet.Nodes.Select(static node => node.Rig.Record.Phase), Has.All.EqualTo(RolloutPhase.RolledBack));
    }

    private static void Damage(FleetRig fleet, string damaged)
    {
        var id = fleet[0].Record.Id;
        switch (damaged)
        {
            case "entry":
                fleet.Engine.AppendDamaged();
                return;
            case "checkpoint":
                fleet.Engine.DamageCheckpoint(id, 1);
                break;
            default:
                var stored = fleet.Engine.Log.ReadCheckpointAsync(RolloutRig.Flag, id, 1, default).Result!;
                var edition = FleetState.TryRead(stored.State)!.Version;
                var state = stored.State.Replace(
                    $"\"version\":{edition}", $"\"version\":{edition + 1}", StringComparison.Ordinal);
                Assert.That(state, Is.Not.EqualTo(stored.State));
                fleet.Engine.Write(stored with { State = state });
                break;
        }

        for (var node = 0; node < fleet.Nodes.Count; node++)
        {
            fleet.Restart(node);
        }
    }

    private static int Count(FleetRig.Node node, int id) => node.Rig.Log.Entries.Count(entry => entry.EventId.Id == id);

    private static async Task EndAsync(FleetRig fleet, Task call)
    {
        for (var waited = 0; !call.IsCompleted && waited < 1_000; waited++)
        {
            fleet.Pass(1);
            await Task.WhenAny(call, Task.Delay(1));
        }

        await call;
    }
}
