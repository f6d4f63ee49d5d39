using GrayFlags.Journals;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Journals;

/// <summary>A file of another journal of the same kind in the place of one of the two: a pod's that was mounted here, a backup of another app.</summary>
[Fault("R4")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JournalLineageTests
{
    private readonly JournalRig _rig = new();
    private readonly JournalRig _other = new();

    [TearDown]
    public void TearDown()
    {
        _rig.Dispose();
        _other.Dispose();
    }

    [Test]
    public void LongerStranger_WhileWeRun_OurOwnWins([Values(0, 1)] int file)
    {
        var journal = _rig.Open();
        JournalRig.Append(journal, ("f", "\"rolled back\""));
        File.WriteAllBytes(_rig.Files[file], Stranger()[file]);

        var read = journal.Read();

        Assert.That((JournalRig.Show(read), read.Damage), Is.EqualTo(("f=\"rolled back\"", JournalDamage.Mended)));
        Assert.That(read.Problem, Does.Contain("another journal"));
        Assert.That((JournalRig.Show(_rig.Read()), _rig.Read().Damage), Is.EqualTo(("f=\"rolled back\"", JournalDamage.None)));
        Assert.That(File.ReadAllBytes(_rig.Files[file] + Aside.Suffix), Is.Not.Empty);
    }

    [Test]
    public void LongerStranger_AtTheStart_IsALossUntilItIsAccepted([Values(0, 1)] int file)
    {
        JournalRig.Append(_rig.Open(), ("f", "\"rolled back\""), ("own", "1"));
        File.WriteAllBytes(_rig.Files[file], Stranger()[file]);

        for (var start = 0; start < 2; start++)
        {
            var read = _rig.Read();
            Assert.That(read.Damage, Is.EqualTo(JournalDamage.Lost), $"start {start}");
            Assert.That(read.Entries.Keys, Is.EquivalentTo(new[] { "f", "own", "g" }), "nothing of either is dropped");
            Assert.That(read.Entries.Values.Select(entry => entry.Sequence), Is.All.LessThan(read.LostAt!.Value), "all of it is in doubt");
        }

        Assert.That(_rig.Open().Accept().Problem, Is.Null);
        Assert.That(_rig.Read().Damage, Is.EqualTo(JournalDamage.None));
    }

    [Test]
    public void EarlierStateOfOurOwn_IsNoStranger_AlsoAfterCompaction([Values(0, 1)] int file)
    {
        var journal = _rig.Open();
        JournalRig.Append(journal, ("f", "1"));
        var before = _rig.Save();
        var length = 0L;
        for (var change = 0; new FileInfo(_rig.Path).Length >= length; change++)
        {
            length = new FileInfo(_rig.Path).Length;
            JournalRig.Append(journal, ("f", $"\"{new string('x', 4_000)}{change}\""));
        }

        JournalRig.Append(journal, ("f", "2"));
        File.WriteAllBytes(_rig.Files[file], before[file]);

        Assert.That((JournalRig.Show(_rig.Read()), _rig.Read().Damage), Is.EqualTo(("f=2", JournalDamage.None)).Or.EqualTo(("f=2", JournalDamage.Mended)));
    }

    [Test]
    public void FileWithoutALineage_OfAnEarlierBuild_BelongsToWhateverIsBesideIt([Values(0, 1)] int file)
    {
        JournalRig.Append(_rig.Open(), ("f", "1"));
        byte[] lines = JournalFormat.Line(JournalRig.Kind, 1, "f", "1"u8.ToArray());
        File.WriteAllBytes(_rig.Files[file], [.. JournalFormat.Header(JournalRig.Kind, 0, 0), .. lines]);

        Assert.That((JournalRig.Show(_rig.Read()), _rig.Read().Damage), Is.EqualTo(("f=1", JournalDamage.None)));
    }

    private byte[][] Stranger()
    {
        JournalRig.Append(_other.Open(), ("f", "\"running\""), ("g", "1"), ("g", "2"), ("g", "3"));
        return _other.Save();
    }
}
