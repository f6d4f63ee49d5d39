using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Stores;

/// <summary>Rules that are live before the store of rollouts has answered: nobody knows yet what was rolled back.</summary>
[Fault("R4")]
internal sealed class UnreadStoreTests
{
    private const string Staff = """{ "staff": { "percentage": 100 } }""";

    private const string ByTheClock =
        """{ "id": "1", "start": "2020-01-01T00:00:00Z", "stages": [{ "name": "all", "percentage": 100, "hold": "00:01:00" }] }""";

    private static readonly string Guarded = RolloutRig.Guarded.Replace("{ \"stages\"", "{ \"id\": \"1\", \"stages\"", StringComparison.Ordinal);

    private static IEnumerable<string> Rollouts => [Guarded, ByTheClock];

    [TestCaseSource(nameof(Rollouts))]
    public async Task RolledBack_IsOffForEveryone_WhileItsStoreIsUnread(string rollout)
    {
        var kept = new InMemoryRolloutStore();
        await kept.WriteAsync(new RolloutRecord { Flag = RolloutRig.Flag, Id = "1", Phase = RolloutPhase.RolledBack }, default);
        var store = new ScriptedStore(kept) { All = ScriptedStore.Mode.Fails };
        using var rig = new RolloutRig(rollout, store, rules: Staff);

        Assert.That(rig.CountOn(), Is.Zero, "at once");
        Assert.That(rig.Record.WaitReason, Is.EqualTo(RolloutWaitReason.Lost));
        Assert.That(rig.Record.Reason, Does.Contain("has not been read yet"));
        Assert.That(
            rig.Evaluator.Explain(RolloutRig.Flag, RolloutRig.User(1)).Summary, Does.Contain("has not been read yet").And.Not.Contain("has been rolled back"));
        rig.Set(rollout, rules: Staff, more: """, "another": true""");
        rig.Pass(10);
        Assert.That(rig.CountOn(), Is.Zero, "with the next document, too");

        store.All = ScriptedStore.Mode.Works;
        rig.Pass(20);
        Assert.That(rig.CountOn(), Is.Zero);
        Assert.That(rig.Record, Has.Property("Phase").EqualTo(RolloutPhase.RolledBack).And.Property("WaitReason").EqualTo(RolloutWaitReason.None));
        Assert.That(rig.Audit, Is.Empty, "nothing has changed");
    }

    [TestCaseSource(nameof(Rollouts))]
    public async Task New_BeginsOnceTheStoreHasAnswered(string rollout)
    {
        var kept = new InMemoryRolloutStore();
        var store = new ScriptedStore(kept) { All = ScriptedStore.Mode.Fails };
        using var rig = new RolloutRig(rollout, store);
        rig.Pass(10);
        Assert.That(rig.CountOn(), Is.Zero);
        Assert.That(await kept.ReadAsync(default), Is.Empty, "what is not known is not written");

        store.All = ScriptedStore.Mode.Works;
        rig.Pass(20);
        Assert.That(rig.Record.Phase, Is.EqualTo(RolloutPhase.Running).Or.EqualTo(RolloutPhase.Completed));
        Assert.That(rig.Record.WaitReason, Is.Not.EqualTo(RolloutWaitReason.Lost));
        Assert.That(rig.CountOn(), Is.GreaterThan(0));
    }
}
