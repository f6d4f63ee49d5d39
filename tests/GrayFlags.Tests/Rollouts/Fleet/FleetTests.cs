using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>Several nodes on one engine: one evidence, one clock, one decision.</summary>
public sealed class FleetTests
{
    private const string Half = FleetRig.Half;

    [Test]
    public void Outcomes_OfAllNodes_AreTheEvidenceOfEach()
    {
        using var fleet = new FleetRig(Half, 3);
        fleet.Pass(2);
        fleet.Calls(0, 300, static _ => false);
        fleet.Pass(5);

        var statuses = fleet.Nodes.ConvertAll(node => node.Rig.Status);

        Assert.That(statuses.Select(status => status.Canary.Calls + status.Control.Calls), Has.All.EqualTo(300));
        Assert.That(statuses.Select(status => status.Fleet!.Nodes), Has.All.EqualTo(3));
        Assert.That(statuses.Select(status => status.Guards[0].Evidence).Distinct().Count(), Is.EqualTo(1), "to the last bit");
    }

    [Test]
    public void Canary_ThatFailsEverywhere_IsRolledBackOnAllNodes_WithTheOutcomesOfAll()
    {
        using var fleet = new FleetRig(Half, 10);
        fleet.Pass(2);

        // Two failures on each node: no node alone could know.
        fleet.Calls(0, 60, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);

        Assert.That(fleet.Nodes.Select(node => node.Rig.Record.Phase), Has.All.EqualTo(RolloutPhase.RolledBack));
    }

    // The record of the rollback was there before the entries that show why: the node kept showing a guard that stood far below its line.
    [Fault("G18")]
    [Test]
    public void Node_ThatLearnsOfARollbackFirst_ShowsTheEvidenceThatLedToIt()
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(2);
        fleet.Nodes[1].Link.IsCut = true;
        fleet[0].Calls(0, 60, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);
        Assert.That(fleet[0].Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That(fleet[1].Record.Phase, Is.EqualTo(RolloutPhase.Running));

        fleet.Nodes[1].Link.IsCut = false;
        fleet.Pass(20);

        Assert.That(fleet[1].Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That(fleet[1].Status.Guards[0], Has.Property("IsBreached").True.And.Property("Evidence").EqualTo(fleet[0].Status.Guards[0].Evidence));
        Assert.That(fleet.Nodes.Select(static node => node.Attempt), Has.All.Null, "and its memory is free");
    }

    // Each node read the whole twice a minute to see that nothing was new: with 50 nodes, 10 rollouts and 50,000 users that was 2.7 MB a second.
    [Fault("G20")]
    [Test]
    public void Checkpoint_ThatContinuesTheNodesOwnEvidence_IsNeverReadWholeAgain()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 3);
        fleet.Pass(2);
        var before = fleet.Nodes.ConvertAll(static node => node.Link.WholeCheckpoints);
        fleet.Calls(0, 300, static _ => false);

        fleet.Pass(170);

        Assert.That(fleet[0].Record.Stage, Is.EqualTo(2), "two of them were written meanwhile");
        Assert.That(fleet.Engine.Checkpoints, Is.GreaterThanOrEqualTo(3));
        Assert.That(fleet.Nodes.Select(static node => node.Attempt!.SavedPosition).Distinct().Single(), Is.Positive, "and all of them know the last");
        Assert.That(fleet.Nodes.ConvertAll(static node => node.Link.WholeCheckpoints), Is.EqualTo(before));
        Assert.That(fleet.Nodes.Select(static node => node.Link.CheckpointHeads), Has.All.InRange(4, 16));
    }

    [Test]
    public void User_WhoRoamsOverAllNodes_CountsOnce()
    {
        using var fleet = new FleetRig(Half, 10);
        fleet.Pass(2);
        var user = fleet[0].Find(GrayArm.Canary);
        foreach (var node in fleet.Nodes)
        {
            node.Rig.Calls(user, 1, static _ => true);
        }

        fleet.Pass(5);

        Assert.That(fleet[0].Status.Canary.Failures, Is.EqualTo(10), "each is a failing call");
        Assert.That(fleet[0].Status.CanaryOutcomes, Is.EqualTo(1), "of one user");
        Assert.That(fleet[0].Record.Phase, Is.EqualTo(RolloutPhase.Running));
    }

    [Test]
    public void Clock_OfANode_ThatIsAhead_PromotesNobody()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 3, static node => node == 1 ? TimeSpan.FromHours(3) : TimeSpan.Zero);
        fleet.Pass(50);

        Assert.That(fleet.Nodes.Select(node => node.Rig.Record.Stage), Has.All.Zero);
        fleet.Pass(20);
        Assert.That(fleet.Nodes.Select(node => node.Rig.Record.Stage), Has.All.EqualTo(1));
    }

    [Test]
    public void Node_ThatWasAwayUntilTheLogWasTrimmed_HasTheWholeEvidenceAgain()
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(2);
        fleet.Calls(0, 200, static _ => false);
        fleet.Pass(5);
        fleet.Nodes[1].Link.IsCut = true;
        fleet[0].Calls(200, 500, static _ => false);
        fleet.Pass(900);
        AppendOfOthers(fleet, 1, 12_000);
        fleet.Pass(60);
        Assert.That(FirstPosition(fleet), Is.GreaterThan(10), "the log is trimmed");

        fleet.Nodes[1].Link.IsCut = false;
        fleet.Pass(60);

        Assert.That(fleet[1].Status.Canary, Is.EqualTo(fleet[0].Status.Canary));
        Assert.That(fleet[1].Status.Guards[0].Evidence, Is.EqualTo(fleet[0].Status.Guards[0].Evidence));
    }

    [Fault("G15")]
    [Test]
    public void Log_OfAnAttemptThatNobodyCalls_IsTrimmed_WhateverOthersAppend()
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(2);
        for (var round = 0; round < 3; round++)
        {
            AppendOfOthers(fleet, 1 + (10_000 * round), 10_000);
            fleet.Pass(700);
        }

        Assert.That(FirstPosition(fleet), Is.GreaterThan(10_000));
        Assert.That(fleet.Engine.Checkpoints, Is.LessThan(10), "one node writes it");
    }

    [Test]
    public void Node_WhoseCheckpointComesWhileAPageIsUnderWay_MissesNoEntry()
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(2);
        fleet.Calls(0, 200, static _ => false);
        fleet.Pass(5);
        fleet.Restart(1);
        fleet.Nodes[1].Link.IsSlow = true;
        for (var second = 0; second < 10; second++)
        {
            fleet[0].Calls(200 + (10 * second), 10, static _ => false);
            fleet.Pass(1);
        }

        fleet.Nodes[1].Link.IsSlow = false;
        fleet.Pass(10);

        Assert.That(fleet[1].Status.Canary, Is.EqualTo(fleet[0].Status.Canary));
        Assert.That(fleet[1].Status.Guards[0].Evidence, Is.EqualTo(fleet[0].Status.Guards[0].Evidence));
    }

    [Test]
    public void Node_ThatStartsUnderANewName_HasTheWholeEvidence()
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(2);
        fleet.Calls(0, 400, static _ => false);
        fleet.Pass(5);
        var before = fleet[0].Status;

        fleet.Restart(1, "another");
        fleet.Pass(3);

        var after = fleet[1].Status;
        Assert.That(after.Canary, Is.EqualTo(before.Canary));
        Assert.That(after.Guards[0].Evidence, Is.EqualTo(before.Guards[0].Evidence));
    }

    [Test]
    public void Node_ThatIsCutOff_PromotesNothing_AndStopsADeadCanaryByItself()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 2);
        fleet.Pass(30);
        fleet.Nodes[1].Link.IsCut = true;
        fleet.Pass(120);
        Assert.That((fleet[0].Record.Stage > 0, fleet[1].Record.Stage), Is.EqualTo((true, 0)));
        Assert.That(fleet[1].Status.Fleet!.IsCutOff, Is.True);

        fleet[1].Calls(0, 400, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(5);
        Assert.That(fleet[1].Record.Phase, Is.EqualTo(RolloutPhase.RolledBack), "alone");
        Assert.That(fleet[0].Record.Phase, Is.Not.EqualTo(RolloutPhase.RolledBack), "who cannot know");

        fleet.Nodes[1].Link.IsCut = false;
        fleet.Pass(5);
        Assert.That(fleet[0].Record.Phase, Is.EqualTo(RolloutPhase.RolledBack), "now everywhere");
    }

    [Test]
    public async Task Rollback_ThatAFailoverForgets_IsWrittenAgain()
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(5);
        await fleet[0].EndAsync(fleet[0].Rollouts.RollbackAsync(RolloutRig.Flag, "ops", "a reason"));
        fleet.Pass(3);
        Assert.That(fleet[1].Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));

        fleet.Engine.FailOver(forgotten: int.MaxValue);
        fleet.Pass(15);

        var stored = (await fleet.Engine.Log.ReadAsync(default)).Single();
        Assert.That(stored.Phase, Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That(fleet.Nodes.Select(node => node.Rig.Record.Phase), Has.All.EqualTo(RolloutPhase.RolledBack));
    }

    [Test]
    public async Task Removal_UnderANumberThatAFailoverGivesAgain_IsNoticed()
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(5);
        var users = fleet[0].Admitted(3);
        await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, users[0]);
        await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, users[1]);
        fleet.Pass(3);
        Assert.That(users.Select(user => fleet[1].Evaluator.IsEnabled(RolloutRig.Flag, user)), Is.EqualTo(new[] { false, false, true }));

        // The engine has neither any more, and gives the first number again.
        fleet.Engine.FailOver(forgotten: int.MaxValue);
        await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, users[2]);
        fleet.Pass(5);

        Assert.That(fleet[1].Evaluator.IsEnabled(RolloutRig.Flag, users[2]), Is.False);
    }

    // Each start of a process sounded the alarm of a rollback of last week again.
    [TestCase(false)]
    [TestCase(true)]
    public async Task Node_ThatStarts_ReportsNoStepOfBefore_HoweverLateTheStoreAnswers(bool isLate)
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 1);
        fleet.Pass(5);
        await fleet[0].Rollouts.PauseAsync(RolloutRig.Flag, "eve", "to look");
        await fleet[0].Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "it is broken");

        var fresh = fleet.Start("node-1", TimeSpan.Zero, link => link.IsSlow = isLate);
        fleet.Nodes.Add(fresh);
        Assert.That(fresh.Rig.Record.Phase, Is.EqualTo(isLate ? RolloutPhase.Pending : RolloutPhase.RolledBack));
        fleet.Pass(10);

        Assert.That((fresh.Rig.Record.Phase, fresh.Rig.Audit.Count()), Is.EqualTo((RolloutPhase.RolledBack, 0)));
        Assert.That(fleet[0].Audit.Count(), Is.EqualTo(3), "begun, paused, rolled back");
    }

    // It was written by the clock of the node and read by the store's: a user who was taken out for an hour was out for 25, or not at all.
    [Fault("G19")]
    [Test]
    public async Task Removal_ByANodeWhoseClockIsWrong_LastsAsLongAsItIsToLast([Values(-24, 0, 24)] int hours)
    {
        using var fleet = new FleetRig(Half, 2, node => node == 0 ? TimeSpan.FromHours(hours) : TimeSpan.Zero);
        fleet.Pass(5);
        var user = fleet[0].Admitted(1)[0];

        Assert.That(
            await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, user, TimeSpan.FromMinutes(30)), Is.EqualTo(FeedbackResult.RecordedAndRemoved));
        fleet.Pass(1_750);
        Assert.That(fleet.Nodes.Select(node => node.Rig.Evaluator.IsEnabled(RolloutRig.Flag, user)), Has.All.False);

        fleet.Pass(110);
        Assert.That(fleet.Nodes.Select(node => node.Rig.Evaluator.IsEnabled(RolloutRig.Flag, user)), Has.All.True);

        await fleet[1].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, user);
        fleet.Pass(2);
        Assert.That(await fleet[0].Evaluator.Feedback.ReinstateAsync(RolloutRig.Flag, user), Is.True);
        fleet.Pass(2);
        Assert.That(fleet.Nodes.Select(node => node.Rig.Evaluator.IsEnabled(RolloutRig.Flag, user)), Has.All.True);
    }

    // A person who helps a user presses two buttons, and two nodes answer.
    [Test]
    public async Task Removal_OfAnotherNodeAMomentAgo_IsTakenBack_AndStaysSo()
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(5);
        var user = fleet[0].Admitted(1)[0];
        await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, user);

        Assert.That(await fleet[1].Evaluator.Feedback.ReinstateAsync(RolloutRig.Flag, user), Is.True);
        fleet.Pass(2);
        Assert.That(fleet.Nodes.Select(node => node.Rig.Evaluator.IsEnabled(RolloutRig.Flag, user)), Has.All.True);
    }

    [Fault("G22")]
    [Test]
    public async Task Removal_ThatTheStoreHasForgotten_IsWrittenAgainByWhoeverKnowsIt([Values(1, 5, int.MaxValue)] int forgotten)
    {
        using var fleet = new FleetRig(Half, 2);
        fleet.Pass(5);
        var users = fleet[0].Admitted(4);
        await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, users[0]);
        await fleet[0].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, users[1]);
        fleet.Pass(2);
        await fleet[1].Evaluator.Feedback.ReinstateAsync(RolloutRig.Flag, users[1]);
        await fleet[1].Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, users[2]);
        if (forgotten > 1)
        {
            fleet.Pass(3);
        }

        // One that nobody has read yet is missed at the next look at all of them.
        fleet.Engine.FailOver(forgotten);
        fleet.Pass(forgotten > 1 ? 15 : 605);
        fleet.Restart(0);
        fleet.Restart(1);
        fleet.Pass(3);

        foreach (var node in fleet.Nodes)
        {
            Assert.That(users.Select(user => node.Rig.Evaluator.IsEnabled(RolloutRig.Flag, user)), Is.EqualTo([false, true, false, true]));
        }
    }

    [Test]
    public void Batches_AreReadAsTheyWereWritten()
    {
        using var fleet = new FleetRig(Half, 1);
        fleet.Pass(2);
        fleet.Calls(0, 50, static outcome => outcome.Arm == GrayArm.Canary);
        fleet.Pass(3);

        var page = fleet.Engine.Log.ReadLogAsync(1, default).Result;
        var written = page.Entries.Select(entry => FleetBatch.TryRead(entry.Batch.Payload)!).ToList();

        Assert.That(written.Sum(sections => sections.Sum(section => section.Calls.Sum(call => call.Count))), Is.EqualTo(50));
        foreach (var sections in written)
        {
            var again = FleetBatch.TryRead(FleetBatch.Write(sections))!;
            Assert.That(again.Select(section => section.Calls), Is.EqualTo(sections.Select(section => section.Calls)));
        }
    }

    [Test]
    public void Batch_ThatCountsWithoutEnd_IsRefused()
    {
        var (marks, state) = (CallMarks.Of(true, true, false, CallKind.Call, 0), CallState.Of(0, 50_000, CallVerdict.Success, 10));
        var call = new JudgedCall(0, marks, state, 0, TimeSpan.FromSeconds(5));
        CountedCall[] calls = [.. Enumerable.Repeat(new CountedCall(call with { IsRepeat = true }, 1 << 20), 3)];

        Assert.That(FleetBatch.TryRead(FleetBatch.Write([new FleetSection(RolloutKey.Of("f", "1"), 1, 0, 0, calls)])), Is.Null);
        Assert.That(FleetBatch.TryRead(FleetBatch.Write([new FleetSection(RolloutKey.Of("f", "1"), 1, 0, 3, calls[..1])])), Has.Count.EqualTo(1));
    }

    [Test]
    public void Entry_OfANewerLibrary_StopsTheJudging_AndNotTheServing()
    {
        using var fleet = new FleetRig(RolloutRig.Guarded, 1);
        fleet.Pass(3);
        fleet.Engine.Write(log => Task.FromResult(log.AppendAsync(new RolloutLogBatch(99, 1, new byte[] { FleetBatch.Format + 1, 1, 2, 3 }), default)));
        fleet.Pass(100);

        var status = fleet[0].Status;
        Assert.That((status.Record.Stage, status.Record.WaitReason, status.Fleet!.IsCatchingUp), Is.EqualTo((0, RolloutWaitReason.Store, true)));
        Assert.That(fleet[0].CountOn(), Is.GreaterThan(50), "the stage goes on serving");
    }

    [Test]
    public void Batch_OfSomethingElse_IsRefused([Range(0, 40)] int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Assert.That(FleetBatch.TryRead(bytes), Is.Null.Or.Empty);
        if (length > 0)
        {
            bytes[0] = FleetBatch.Format;
            Assert.That(() => FleetBatch.TryRead(bytes), Throws.Nothing);
        }
    }

    private static long FirstPosition(FleetRig fleet) => fleet.Engine.Log.ReadLogAsync(1, default).GetAwaiter().GetResult().Entries[0].Position;

    // Of rollouts that no node of the rig has.
    private static void AppendOfOthers(FleetRig fleet, int firstSequence, int count)
    {
        var nobody = FleetBatch.Write([]);
        for (var sequence = firstSequence; sequence < firstSequence + count; sequence++)
        {
            fleet.Engine.Log.AppendAsync(new RolloutLogBatch(99, sequence, nobody), default).GetAwaiter().GetResult();
        }
    }
}
