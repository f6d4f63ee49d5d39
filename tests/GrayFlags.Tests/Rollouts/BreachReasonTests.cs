using GrayFlags.Rollouts;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>The sentence that an engineer reads at night says what goes wrong now.</summary>
public sealed class BreachReasonTests
{
    private static readonly string Long = RolloutRig.Guarded
        .Replace("\"hold\": \"00:01:00\"", "\"hold\": \"100.00:00:00\"", StringComparison.Ordinal)
        .Replace("\"noData\": \"pause\"", "\"noData\": \"none\"", StringComparison.Ordinal);

    [Test]
    public void LateBreach_SaysWhatCameLately_AndInAll()
    {
        using var rig = new RolloutRig(Long);
        rig.Pass(1);
        for (var round = 0; round < 60; round++)
        {
            rig.Calls(round * 100, 300, static _ => false);
            rig.Pass(30);
        }

        rig.Pass(60);
        rig.Break();

        Assert.That(rig.Record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That(
            rig.Record.Reason,
            Does.Match(@"^guard 'errors' breached: canary 1 over \d+ calls, control 0 over \d+ in the last half minute; in all canary 0\.0\d+ over "));
    }

    [Test]
    public void BreachAtOnce_SaysItOnce()
    {
        using var rig = new RolloutRig(Long);
        rig.Pass(1);
        rig.Break();

        Assert.That(rig.Record.Reason, Does.Match(@"^guard 'errors' breached: canary 1 over \d+ calls, control 0 over \d+; "));
    }
}
