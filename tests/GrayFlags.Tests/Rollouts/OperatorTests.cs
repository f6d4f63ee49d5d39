using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>What operators may do in each phase, and what is left of it in the audit.</summary>
public sealed class OperatorTests
{
    private const string Eve = "eve";

    /// <summary>From each phase, by each call: the phase then, or that it is refused.</summary>
    [TestCase("Pending", "! ! ! Running RolledBack ! Cancelled")]
    [TestCase("Running", "Paused ! Running Running RolledBack ! Cancelled")]
    [TestCase("Paused", "! Running Paused Running RolledBack ! Cancelled")]
    [TestCase("Completed", "! ! ! ! RolledBack ! Cancelled")]
    [TestCase("RolledBack", "! ! ! ! ! Pending Cancelled")]
    [TestCase("Cancelled", "! ! ! ! RolledBack Pending !")]
    public async Task Call_InEachPhase(string phase, string expected)
    {
        var results = new List<string>();
        for (var call = 0; call < 7; call++)
        {
            using var rig = new RolloutRig(RolloutRig.Guarded, call % 2 == 0 ? null : new InMemoryRolloutStore());
            await Bring(rig, phase);
            var changes = rig.Record.Changes.Count;
            try
            {
                var status = await Calls(rig)[call]("f", Eve, "because", default);
                Assert.That(status.Record, Is.EqualTo(rig.Record));
                var change = status.Record.Changes[^1];
                Assert.That(
                    (change.By, change.Reason, change.From.ToString(), change.To, change.At),
                    Is.EqualTo((Eve, "because", phase, status.Record.Phase, rig.Time.GetUtcNow())));
                Assert.That(rig.Audit.Last().Message, Does.Contain("by eve: because."));
                results.Add(status.Record.Phase.ToString());
            }
            catch (InvalidOperationException exception)
            {
                Assert.That(exception.Message, Does.Contain(phase).And.Contain("'f'"));
                Assert.That(rig.Record.Changes, Has.Count.EqualTo(changes));
                results.Add("!");
            }
        }

        Assert.That(string.Join(' ', results), Is.EqualTo(expected));
    }

    [Test]
    public void Names_AreRequired()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        foreach (var call in Calls(rig))
        {
            Assert.That(() => call("f", "", "x", default), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("by"));
            Assert.That(() => call("f", null!, "x", default), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => call("f", Eve, "", default), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("reason"));
            Assert.That(() => call("", Eve, "x", default), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => call("other", Eve, "x", default), Throws.InstanceOf<ArgumentException>());
        }

        Assert.That(
            (rig.Rollouts.GetStatus("other"), rig.Rollouts.GetStatus(null!), rig.Rollouts.GetAll().Count),
            Is.EqualTo(((RolloutStatus?)null, (RolloutStatus?)null, 1)));
        Assert.That(rig.Rollouts.GetStatus("F"), Is.Not.Null, "names ignore case");
    }

    [Test]
    public async Task Restart_WaitsForTheCooldown_AndCountsAttempts()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        rig.Pass(1);
        await rig.Rollouts.RollbackAsync("f", Eve, "x");
        Assert.That(() => rig.Rollouts.RestartAsync("f", Eve, "x"), Throws.InvalidOperationException.With.Message.Contain("cooldown"));
        rig.Pass(600);
        await rig.Rollouts.RestartAsync("f", Eve, "x");
        Assert.That(rig.CountOn(), Is.Zero);
        rig.Pass(1);
        Assert.That((rig.State, rig.CountOn() > 0), Is.EqualTo(("Running 0 of attempt 2", true)));
        await rig.Rollouts.RollbackAsync("f", Eve, "x");
        rig.Pass(6_000);
        Assert.That(() => rig.Rollouts.RestartAsync("f", Eve, "x"), Throws.InvalidOperationException.With.Message.Contain("last of 2"));
    }

    [Test]
    public async Task RolledBack_IsOffForEveryone_CancelledLeavesTheRules()
    {
        const string rules = """{ "staff": { "users": ["staff"] } }""";
        var staff = new GrayContext("staff");
        using var rig = new RolloutRig(RolloutRig.Guarded, rules: rules);
        Assert.That((rig.Evaluator.IsEnabled("f", staff), rig.CountOn()), Is.EqualTo((true, 0)));
        rig.Pass(1);
        await rig.Rollouts.RollbackAsync("f", Eve, "x");
        Assert.That((rig.Evaluator.IsEnabled("f", staff), rig.CountOn()), Is.EqualTo((false, 0)));
        await rig.Rollouts.CancelAsync("f", Eve, "x");
        Assert.That((rig.Evaluator.IsEnabled("f", staff), rig.CountOn()), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Events_ComeInOrder_AndSayWhatTheAuditSays()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        using var done = new ManualResetEventSlim();
        var told = new List<RolloutChange>();
        rig.Rollouts.Changed += (_, change) =>
        {
            told.Add(change);
            if (change.To == RolloutPhase.Completed)
            {
                done.Set();
            }
        };
        rig.Pass(200);

        Assert.That(done.Wait(TimeSpan.FromSeconds(30)), Is.True);
        Assert.That(told, Is.EqualTo(rig.Record.Changes));
        Assert.That(rig.Audit.Count(), Is.EqualTo(told.Count));
    }

    [Test]
    [Fault("X12")]
    public async Task Lines_AreOneLine_WhateverSomebodyWrites()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        rig.Pass(1);
        await rig.Rollouts.PauseAsync("f", "eve\r\nforged", "a\u2028b\u202e\u001b[31m" + new string('x', 10_000));
        await rig.Rollouts.ResumeAsync("f", "eve\u0085x", "\n");
        await rig.Rollouts.RollbackAsync("f", "\u2029", "x");

        foreach (var line in rig.Audit)
        {
            Assert.That(line.Message.Any(mark => char.IsControl(mark) || mark is '\u2028' or '\u2029' or '\u202e'), Is.False, line.Message);
            Assert.That(line.Message, Has.Length.LessThan(1_000));
        }
    }

    [Test]
    [Fault("G4")]
    public async Task Pause_AndResumption_KeepTheEvidence_AndARollbackIsALatch()
    {
        using var rig = new RolloutRig(
            RolloutRig.Guarded.Replace("\"metric\": \"error\" }", "\"metric\": \"error\", \"onBreach\": \"pause\" }", StringComparison.Ordinal));
        rig.Pass(1);
        Break(rig, 0);
        Assert.That(rig.Record.Phase, Is.EqualTo(RolloutPhase.Paused));
        var evidence = rig.Status.Guards[0].Evidence;
        Assert.That(evidence, Is.GreaterThanOrEqualTo(rig.Status.Guards[0].Threshold));

        await rig.Rollouts.ResumeAsync("f", Eve, "known");
        rig.Pass(3);
        Assert.That(
            (rig.Record.Phase, rig.Status.Guards[0].Evidence),
            Is.EqualTo((RolloutPhase.Running, evidence)),
            "what is known does not pause it again, and is not forgotten");
        Break(rig, 5_000);
        Assert.That(rig.Record.Phase, Is.EqualTo(RolloutPhase.Paused));
        Assert.That(rig.Status.Guards[0].Evidence, Is.GreaterThanOrEqualTo(evidence + rig.Status.Guards[0].Threshold));

        await rig.Rollouts.PromoteAsync("f", Eve, "I want it");
        rig.Pass(3);
        Assert.That(rig.State, Is.EqualTo("Running 1 of attempt 1"), "who promotes knows as well");
        await rig.Rollouts.RollbackAsync("f", Eve, "x");
        rig.Pass(100_000);
        Assert.That(rig.State, Is.EqualTo("RolledBack 1 of attempt 1"));
    }

    [Test]
    [Fault("G3")]
    public void BothArmsDown_IsNoRollback()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded.Replace("\"hold\": \"00:01:00\"", "\"hold\": \"10:00:00\"", StringComparison.Ordinal));
        rig.Pass(1);
        for (var round = 0; round < 20; round++)
        {
            rig.Calls(round * 300, 300, static _ => true);
            rig.Pass(1);
        }

        Assert.That((rig.State, rig.Status.Guards[0].Canary.Mean, rig.Status.Guards[0].Control.Mean), Is.EqualTo(("Running 0 of attempt 1", 1, 1)));
    }

    [Test]
    [Fault("G1")]
    public void OneErrorOfOneCall_IsNoRollback()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        rig.Pass(1);
        rig.Evaluator.Begin("f", RolloutRig.User(rig.Find(GrayArm.Canary))).Fail();
        rig.Pass(2);
        Assert.That((rig.State, rig.Status.Guards[0].Canary.Count), Is.EqualTo(("Running 0 of attempt 1", 1)));
    }

    private static void Break(RolloutRig rig, int from)
    {
        for (var round = 0; rig.Record.Phase == RolloutPhase.Running && round < 20; round++)
        {
            rig.Calls(from + (round * 200), 200, static outcome => outcome.Arm == GrayArm.Canary);
            rig.Pass(1);
        }
    }

    private static async Task Bring(RolloutRig rig, string phase)
    {
        if (phase == "Pending")
        {
            return;
        }

        rig.Pass(phase == "Completed" ? 200 : 1);
        _ = phase switch
        {
            "Paused" => await rig.Rollouts.PauseAsync("f", Eve, "x"),
            "RolledBack" => await rig.Rollouts.RollbackAsync("f", Eve, "x"),
            "Cancelled" => await rig.Rollouts.CancelAsync("f", Eve, "x"),
            _ => null,
        };
        rig.Pass(phase is "RolledBack" or "Cancelled" ? 601 : 0);
        Assert.That(rig.Record.Phase.ToString(), Is.EqualTo(phase));
    }

    private static Func<string, string, string, CancellationToken, Task<RolloutStatus>>[] Calls(RolloutRig rig) =>
    [
        rig.Rollouts.PauseAsync,
        rig.Rollouts.ResumeAsync,
        rig.Rollouts.ApproveAsync,
        rig.Rollouts.PromoteAsync,
        rig.Rollouts.RollbackAsync,
        rig.Rollouts.RestartAsync,
        rig.Rollouts.CancelAsync,
    ];
}
