using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Stores;

/// <summary>Where something of what was kept may be lost, nobody is admitted until an operator says so.</summary>
[Fault("R4")]
internal sealed class LostRolloutsTests
{
    private const string Staff = """{ "staff": { "users": ["user-1"] } }""";

    private TempFolder _folder = null!;

    private string Path => _folder["rollouts.json"];

    [SetUp]
    public void SetUp() => _folder = new TempFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("flipped")]
    [TestCase("truncated")]
    [TestCase("empty")]
    [TestCase("another's")]
    public async Task BothFilesDamaged_EverythingIsOff_UntilAnOperatorResumesIt(string damage)
    {
        using (var before = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path)))
        {
            before.Pass(1);
            Assert.That(before.State, Is.EqualTo("Running 0 of attempt 1"));
        }

        foreach (var path in new[] { Path, Path + ".copy" })
        {
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[^10] ^= 1;
            await File.WriteAllBytesAsync(
                path, damage switch { "flipped" => bytes, "truncated" => bytes[..20], "empty" => [], _ => "{ \"hello\": 1 }"u8.ToArray() });
        }

        var damaged = await File.ReadAllBytesAsync(Path);
        for (var start = 0; start < 2; start++)
        {
            using var rig = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path), rules: Staff);
            Assert.That(rig.CountOn(), Is.Zero, "from the first moment on");
            rig.Pass(30);

            Assert.That(
                (rig.Record.Phase, rig.Record.WaitReason, rig.CountOn(), rig.Status.Percentage),
                Is.EqualTo((RolloutPhase.Paused, RolloutWaitReason.Lost, 0, 0.0)));
            Assert.That(rig.Record.Reason, Does.Contain("may be lost"));
            Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id == 166), Is.EqualTo(1));
            Assert.That(rig.Evaluator.Explain(RolloutRig.Flag, RolloutRig.User(1)).ToString(), Does.Contain("what was kept of it may be lost"));
        }

        if (damaged.Length > 0)
        {
            Assert.That(await File.ReadAllBytesAsync(Path + ".bad"), Is.EqualTo(damaged));
        }

        using (var rig = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path), rules: Staff))
        {
            rig.Pass(1);
            await rig.Rollouts.ResumeAsync(RolloutRig.Flag, "eve", "looked at it");
            Assert.That((rig.State, rig.Record.Changes[^1].By), Is.EqualTo(("Running 0 of attempt 1", "eve")));
            Assert.That(rig.CountOn(), Is.InRange(50, 150));
        }

        using var next = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path), rules: Staff);
        next.Pass(10);
        Assert.That((next.State, next.Record.WaitReason), Is.EqualTo(("Running 0 of attempt 1", RolloutWaitReason.Time)));
    }

    [Test]
    public async Task SomethingLost_WhatIsUnknownIsOffToo_UntilTheLossIsAccepted([Values(true, false)] bool isGuarded)
    {
        await File.WriteAllTextAsync(Path, "rubbish");
        var rollout = isGuarded
            ? RolloutRig.Guarded
            : """{ "stages": [{ "name": "s0", "percentage": 50, "hold": "1.00:00:00" }, { "name": "all", "percentage": 100 }] }""";
        var other = rollout.Replace("{ \"stages\"", "{ \"id\": \"other\", \"stages\"", StringComparison.Ordinal);
        using (var rig = new RolloutRig(null, new FileRolloutStore(Path)))
        {
            rig.Pass(10);
            rig.Set(rollout);
            rig.Pass(10);
            Assert.That((rig.CountOn(), rig.Record.WaitReason), Is.EqualTo((0, RolloutWaitReason.Lost)), "whichever document brings it");
            await rig.Rollouts.AcceptLossAsync("eve", "a new disk");
            rig.Pass(10);
            Assert.That(rig.CountOn(), Is.Zero, "what is closed is resumed one by one");
            Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id == 158), Is.EqualTo(1));
            rig.Set(other);
            rig.Pass(10);
            Assert.That((rig.CountOn() > 0, rig.Record.Phase), Is.EqualTo((true, RolloutPhase.Running)), "an id that is unknown is a new one again");
        }

        using var next = new RolloutRig(other, new FileRolloutStore(Path));
        next.Pass(10);
        Assert.That((next.CountOn() > 0, next.Record.Phase), Is.EqualTo((true, RolloutPhase.Running)));
        next.Set(rollout);
        next.Pass(10);
        Assert.That((next.CountOn(), next.Record.WaitReason), Is.EqualTo((0, RolloutWaitReason.Lost)));
    }

    [Test]
    public async Task SomethingLostAfterARecord_ItMayBeOutOfDate_AndIsOff(
        [Values(RolloutPhase.Running, RolloutPhase.Completed, RolloutPhase.Paused, RolloutPhase.Cancelled, RolloutPhase.RolledBack)] RolloutPhase phase)
    {
        var store = new FileRolloutStore(Path);
        var change = new RolloutChange(DateTimeOffset.UnixEpoch, "f", "1", 1, RolloutPhase.Pending, phase, "s0", "x", "x");
        await store.WriteAsync(new RolloutRecord { Flag = "f", Id = "1", Phase = phase } with { Stage = 2, Changes = [change] }, default);
        await store.WriteAsync(new RolloutRecord { Flag = "g", Id = "1", Phase = RolloutPhase.RolledBack }, default);
        foreach (var path in new[] { Path, Path + ".copy" })
        {
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[^5] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
        }

        for (var start = 0; start < 2; start++)
        {
            using var rig = new RolloutRig(
                RolloutRig.Guarded.Replace("{ \"stages\"", "{ \"id\": \"1\", \"stages\"", StringComparison.Ordinal), new FileRolloutStore(Path), rules: Staff);
            rig.Pass(2_000);
            Assert.That((rig.CountOn(), rig.Record.WaitReason), Is.EqualTo((0, RolloutWaitReason.Lost)));
            Assert.That(rig.Record.Phase, Is.EqualTo(phase is RolloutPhase.RolledBack or RolloutPhase.Cancelled ? phase : RolloutPhase.Paused));
        }
    }

    // Of a removal that is lost nobody knows, so nobody is in the canary.
    [Test]
    public async Task RemovalLost_NobodyIsInTheCanary()
    {
        using (var rig = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path)))
        {
            rig.Pass(1);
        }

        await new FileRolloutStore(Path).AddRemovalsAsync([new RolloutRemoval("f", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)], default);
        foreach (var path in new[] { Path, Path + ".copy" })
        {
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[^5] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
        }

        using var restarted = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path));
        restarted.Pass(10);
        Assert.That((restarted.CountOn(), restarted.Record.WaitReason), Is.EqualTo((0, RolloutWaitReason.Lost)));
    }
}
