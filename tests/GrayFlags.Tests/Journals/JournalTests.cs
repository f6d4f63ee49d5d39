using System.Globalization;
using System.Runtime.Versioning;
using GrayFlags.Journals;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Snapshots.Persistence;
using NUnit.Framework;

namespace GrayFlags.Tests.Journals;

/// <summary>What a journal keeps, while nothing is damaged.</summary>
[Fault("R4")]
internal sealed class JournalTests
{
    private JournalRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new JournalRig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Nothing_IsEmpty_AndReadingCreatesNothing()
    {
        var content = _rig.Read();

        Assert.That((content.Damage, content.Last, content.Entries.Count), Is.EqualTo((JournalDamage.None, 0L, 0)));
        Assert.That(_rig.Files.Where(File.Exists), Is.Empty);
    }

    [Test]
    public void Appended_IsThereForTheNextProcess_TheLastLineOfAKeyWins()
    {
        var journal = _rig.Open();
        JournalRig.Append(journal, ("a", "1"), ("b", "{\"x\":2}"));
        JournalRig.Append(journal, ("a", "3"), ("b", null));

        Assert.That(JournalRig.Show(journal.Read()), Is.EqualTo("a=3"));
        Assert.That((JournalRig.Show(_rig.Read()), _rig.Read().Damage), Is.EqualTo(("a=3", JournalDamage.None)));
    }

    [TestCase("a b\nc%2F ä€😀/\u0000")]
    [TestCase("")]
    [TestCase("-")]
    [TestCase("A")]
    public void Key_MayBeAnyText(string key)
    {
        JournalRig.Append(_rig.Open(), (key, "1"), ("a", "2"));

        Assert.That(_rig.Read().Entries.Keys, Is.EquivalentTo(new[] { key, "a" }));
    }

    [TestCase("")]
    [TestCase("1\n2")]
    [TestCase("-")]
    public void Payload_ThatIsNoLine_IsRefused_AndNothingWritten(string payload)
    {
        var journal = _rig.Open();
        JournalRig.Append(journal, ("a", "1"));

        Assert.That(journal.Append(JournalRig.Record("b", "1"), JournalRig.Record("a", payload)).IsWritten, Is.False);
        Assert.That(JournalRig.Show(_rig.Read()), Is.EqualTo("a=1"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void Files_AreForTheOwnerOnly()
    {
        JournalRig.Append(_rig.Open(), ("a", "1"));

        Assert.That(_rig.Files.Select(File.GetUnixFileMode), Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void Directory_ThatEverybodyMayWriteTo_IsNotUsed()
    {
        File.SetUnixFileMode(Path.GetDirectoryName(_rig.Path)!, (UnixFileMode)0b111_111_111);

        Assert.That(_rig.Open().Append(JournalRig.Record("a", "1")).Problem, Does.Contain("every user"));
        Assert.That(_rig.Read().Damage, Is.EqualTo(JournalDamage.Unreadable));
        Assert.That(_rig.Files.Where(File.Exists), Is.Empty);
    }

    [Test]
    public void LongLog_IsCompacted_AndWhatIsWrittenStaysInProportion()
    {
        var written = 0L;
        var journal = new Journal(_rig.Path, JournalRig.Kind)
        {
            OpenTemp = path => new CountingStream(path, FileMode.CreateNew, count => written += count),
            OpenEnd = path => new CountingStream(path, FileMode.Open, count => written += count),
        };
        var appended = 0L;
        for (var number = 0; number < 3_000; number++)
        {
            var payload = $"\"{new string('x', 100)}{number.ToString(CultureInfo.InvariantCulture)}\"";
            JournalRig.Append(journal, ($"key-{number % 100}", payload));
            appended += JournalFormat.Line(JournalRig.Kind, number, $"key-{number % 100}", System.Text.Encoding.UTF8.GetBytes(payload)).Length;
        }

        Assert.That(_rig.Files.Select(file => new FileInfo(file).Length), Is.All.LessThan(2 * Journal.MinCompactedBytes));
        Assert.That(written, Is.LessThan(2 * appended * 3 / 2));
        Assert.That(_rig.Read().Entries, Has.Count.EqualTo(100));
        Assert.That(_rig.Read().Damage, Is.EqualTo(JournalDamage.None));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void FullDisk_TakesNothing_AndLosesNothing(int file)
    {
        var isFull = false;
        var journal = new Journal(_rig.Path, JournalRig.Kind)
        {
            OpenEnd = path => isFull && path == _rig.Files[file] ? new FullStream(path) : RegularFile.Open(path, out _),
        };
        JournalRig.Append(journal, ("a", "1"));
        isFull = true;

        Assert.That(journal.Append(JournalRig.Record("a", "2")).Problem, Is.EqualTo(FailingStream.Message));
        Assert.That(JournalRig.Show(journal.Read()), Is.EqualTo("a=1"));
        Assert.That((JournalRig.Show(_rig.Read()), _rig.Read().Damage), Is.EqualTo(("a=1", JournalDamage.None)));
        isFull = false;
        JournalRig.Append(journal, ("a", "3"));
        Assert.That(JournalRig.Show(_rig.Read()), Is.EqualTo("a=3"));
    }

    [Test]
    public void TwoJournalsOfOnePath_EachTakesWhatTheOtherAppended_AlsoOverCompactions()
    {
        var journals = new[] { _rig.Open(), _rig.Open() };
        Parallel.For(0, 2, side =>
        {
            for (var number = 0; number < 200; number++)
            {
                JournalRig.Append(journals[side], ($"{side}-{number % 50}", $"\"{number} {new string('y', 500)}\""));
            }
        });

        foreach (var content in new[] { journals[0].Read(), journals[1].Read(), _rig.Read() })
        {
            Assert.That((content.Entries.Count, content.Damage, content.Last), Is.EqualTo((100, JournalDamage.None, 400L)));
        }
    }

    [Test]
    public void Update_SeesWhatIsThere_WithNobodyInBetween()
    {
        var journals = new[] { _rig.Open(), _rig.Open() };
        Parallel.For(0, 2, side =>
        {
            for (var number = 0; number < 50; number++)
            {
                var write = journals[side].Update(content =>
                {
                    var count = content.Entries.TryGetValue("count", out var entry)
                        ? int.Parse(entry.Payload.Span, NumberStyles.None, CultureInfo.InvariantCulture)
                        : 0;
                    return [JournalRig.Record("count", (count + 1).ToString(CultureInfo.InvariantCulture))];
                });
                Assert.That(write.Problem, Is.Null);
            }
        });

        Assert.That(JournalRig.Show(_rig.Read()), Is.EqualTo("count=100"));
    }
}
