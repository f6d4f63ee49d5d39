using System.Globalization;
using GrayFlags.Journals;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Snapshots.Persistence;
using NUnit.Framework;

namespace GrayFlags.Tests.Journals;

/// <summary>Processes that append and compact, and are killed at it.</summary>
[Fault("R4")]
[NonParallelizable]
internal sealed class JournalProcessTests
{
    private const int Kills = 12;

    private JournalRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new JournalRig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    [Fault("K1")]
    [Fault("K2")]
    public void Kill_WhileAppendingAndCompacting_LosesNothingThatWasDone()
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = SaverProcess.Start("journal", _rig.Path, "a");
            var done = Lines(process, 5 + (kill * 7)).Max();
            process.Kill();

            var content = _rig.Read();

            Assert.That(content.Damage, Is.EqualTo(JournalDamage.None), () => $"kill {kill}: {content.Problem}");
            Assert.That(Number(content, "a"), Is.GreaterThanOrEqualTo(done), $"kill {kill}");
        }

        Assert.That(new FileInfo(_rig.Path).Length, Is.LessThan(4 * Journal.MinCompactedBytes), "it was compacted on the way");
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_rig.Path)!, "*.bad"), Is.Empty);
    }

    [Test]
    [Fault("K5")]
    public void TwoProcesses_OnePath_BothKilled_LoseNothingThatWasDone()
    {
        for (var kill = 0; kill < 3; kill++)
        {
            using var first = SaverProcess.Start("journal", _rig.Path, "a");
            using var second = SaverProcess.Start("journal", _rig.Path, "b");
            var (a, b) = (Lines(first, 30).Max(), Lines(second, 30).Max());
            first.Kill();
            b = Math.Max(b, Lines(second, 5).Max());
            second.Kill();

            var content = _rig.Read();

            Assert.That(content.Damage, Is.EqualTo(JournalDamage.None), () => $"kill {kill}: {content.Problem}");
            Assert.That(Number(content, "a"), Is.GreaterThanOrEqualTo(a), $"kill {kill}");
            Assert.That(Number(content, "b"), Is.GreaterThanOrEqualTo(b), $"kill {kill}");
        }
    }

    private static List<long> Lines(SaverProcess process, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => long.Parse(process.ReadLine()!, CultureInfo.InvariantCulture))];

    private static long Number(JournalContent content, string key) =>
        content.Entries.TryGetValue(key, out var entry) ? long.Parse(entry.Payload.Span, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
}
