using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Stores;

/// <summary>A rollout that was rolled back stays so when its file is damaged and the process is started again.</summary>
[Fault("R4")]
internal sealed class RolledBackRestartTests
{
    private const string Ninety = """
        { "stages": [{ "name": "s0", "percentage": 90, "hold": "01:00:00" }, { "name": "all", "percentage": 100, "hold": "01:00:00" }],
          "health": { "noDataAfter": "10:00:00" }, "onRollback": { "cooldown": "00:10:00", "maxAttempts": 3 }, "guards": { "errors": { "metric": "error" } } }
        """;

    [Test]
    public async Task RolledBackAt90Percent_OneBitFlipped_ThenRestarted_NobodyIsOn([Values("", ".copy")] string suffix, [Values(4, 2, 1)] int part)
    {
        using var folder = new TempFolder();
        var path = folder["rollouts.json"];
        using (var rig = new RolloutRig(Ninety, new FileRolloutStore(path)))
        {
            rig.Pass(1);
            Assert.That(rig.CountOn(), Is.GreaterThan(850));
            await rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
            Assert.That(rig.CountOn(), Is.Zero);
        }

        var bytes = await File.ReadAllBytesAsync(path + suffix);
        bytes[(bytes.Length / part) - 1] ^= 1;
        await File.WriteAllBytesAsync(path + suffix, bytes);

        for (var start = 0; start < 2; start++)
        {
            using var restarted = new RolloutRig(Ninety, new FileRolloutStore(path), rules: """{ "staff": { "users": ["user-1"] } }""");
            Assert.That(restarted.CountOn(), Is.Zero);
            restarted.Pass(30);
            Assert.That(restarted.Log.Entries.Count(entry => entry.EventId.Id == 159), Is.EqualTo(start == 0 ? 1 : 0), "said once, and mended");
            Assert.That((restarted.CountOn(), restarted.Record.Phase), Is.EqualTo((0, RolloutPhase.RolledBack)));
        }
    }
}
