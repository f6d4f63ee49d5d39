using GrayFlags.Journals;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Journals;

/// <summary>Whatever happens to one of the two files loses nothing; what happens to both is said.</summary>
[Fault("R4")]
internal sealed class JournalDamageTests
{
    private const string Expected = """käse & ähnliches=[1] off="yes" rolled/back={"phase":"RolledBack"}""";

    private JournalRig _rig = null!;
    private byte[][] _files = [];

    [SetUp]
    public void SetUp()
    {
        _rig = new JournalRig();
        _rig.Sample();
        _files = _rig.Save();
    }

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void OneFile_EveryBitFlipped_LosesNothing([Values(0, 1)] int file)
    {
        for (var bit = 0; bit < _files[file].Length * 8; bit++)
        {
            var bytes = (byte[])_files[file].Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            // Without a copy of what a process that starts would do to the files: the verdict alone.
            var content = Join(file, bytes);

            Assert.That(JournalRig.Show(content), Is.EqualTo(Expected), $"bit {bit}");
            Assert.That(
                content.Damage,
                Is.EqualTo(JournalDamage.Mended).Or.EqualTo(IsLastEnd(file, bit / 8) ? JournalDamage.None : JournalDamage.Mended),
                $"bit {bit}");
        }
    }

    [Test]
    public void OneFile_EveryByteDamagedOnDisk_IsMended_AndWholeForTheNextStart([Values(0, 1)] int file)
    {
        for (var index = 0; index < _files[file].Length; index++)
        {
            var bytes = (byte[])_files[file].Clone();
            bytes[index] ^= 0x41;
            CheckMended(file, bytes, $"byte {index}");
        }
    }

    [Test]
    public void OneFile_CutAnywhere_LosesNothing_AndGoesOn([Values(0, 1)] int file)
    {
        for (var length = 0; length < _files[file].Length; length++)
        {
            CheckMended(file, _files[file][..length], $"length {length}");
        }
    }

    [Test]
    public void OneFile_NulsAnywhere_LosesNothing([Values(0, 1)] int file, [Values(1, 30, 100_000)] int count)
    {
        for (var start = 0; start < _files[file].Length; start++)
        {
            var bytes = (byte[])_files[file].Clone();
            bytes.AsSpan(start, Math.Min(count, bytes.Length - start)).Clear();
            Assert.That(JournalRig.Show(Join(file, bytes)), Is.EqualTo(Expected), $"from {start}");
        }
    }

    [Test]
    public void OneFile_SomethingElseInItsPlace_IsSetAside_AndLosesNothing(
        [Values(0, 1)] int file,
        [Values("missing", "empty", "pipe", "directory", "full directory", "device", "link", "link to the other", "dangling link", "too long")] string what)
    {
        for (var round = 0; round < 2; round++)
        {
            var path = _rig.Files[file];
            _rig.Restore(_files);
            Put(path, what, _rig.Files[1 - file]);

            var journal = _rig.Open();
            var content = journal.Read();

            Assert.That((JournalRig.Show(content), content.IsUncertain), Is.EqualTo((Expected, false)), content.Problem);
            JournalRig.Append(journal, ("after", "1"));
            File.Delete(_rig.Files[1 - file]);
            Assert.That(JournalRig.Show(_rig.Read()), Is.EqualTo("after=1 " + Expected), "the one that was damaged has everything again");
            Assert.That(new FileInfo(path).LinkTarget, Is.Null);
            JournalRig.Remove(path + ".bad");
        }
    }

    [Test]
    public void OtherFiles_SomethingElseInTheirPlace_MakesWay(
        [Values(".lock", ".tmp", ".copy.tmp", ".bad")] string suffix, [Values("pipe", "directory", "device", "link", "dangling link")] string what)
    {
        File.WriteAllText(_rig.Path, "rubbish");
        JournalRig.Remove(_rig.Path + suffix);
        Put(_rig.Path + suffix, what, "");

        Assert.That(JournalRig.Show(_rig.Read()), Is.EqualTo(Expected));
        JournalRig.Append(_rig.Open(), ("after", "1"));
        Assert.That((JournalRig.Show(_rig.Read()), _rig.Read().Damage), Is.EqualTo(("after=1 " + Expected, JournalDamage.None)));
        Assert.That(what != "link" || File.ReadAllText(_rig.Path + suffix + ".target") == "untouched", Is.True);
    }

    [Test]
    public void BothFiles_DamagedInDifferentLines_LoseNothing()
    {
        var state = _files[0].AsSpan().IndexOf((byte)'\n') + 30;
        _files[0][state] ^= 1;
        _files[1][^5] ^= 1;
        _rig.Restore(_files);

        var content = _rig.Read();

        Assert.That((JournalRig.Show(content), content.Damage), Is.EqualTo((Expected, JournalDamage.Mended)));
        Assert.That((JournalRig.Show(_rig.Read()), _rig.Read().Damage), Is.EqualTo((Expected, JournalDamage.None)));
    }

    [TestCase("the same line")]
    [TestCase("the last line")]
    [TestCase("the first line")]
    [TestCase("rubbish")]
    [TestCase("empty")]
    [TestCase("NULs at the end")]
    [TestCase("directories")]
    [TestCase("one missing, one damaged")]
    public void BothFiles_SomethingMayBeMissing_IsLost_UntilItIsAccepted(string damage)
    {
        _rig.Restore([.. _files.Select((bytes, index) => Damaged(bytes, index, damage))]);
        if (damage == "directories")
        {
            Array.ForEach(_rig.Files, path => Put(path, "directory", path));
        }
        else if (damage.StartsWith("one missing", StringComparison.Ordinal))
        {
            File.Delete(_rig.Copy);
        }

        Assert.That(_rig.Read().Damage, Is.EqualTo(JournalDamage.Lost));
        JournalRig.Append(_rig.Open(), ("after", "1"));
        var content = _rig.Read();
        Assert.That((content.Damage, content.Entries.ContainsKey("after")), Is.EqualTo((JournalDamage.Lost, true)), "over restarts and appends");
        Assert.That(content.Problem, Is.Not.Empty);
        Assert.That(
            _rig.Files.Select(path => File.Exists(path + ".bad") || Directory.Exists(path + ".bad")),
            damage.StartsWith("one", StringComparison.Ordinal) ? Does.Contain(true) : Is.All.True);

        Assert.That(_rig.Open().Accept().Problem, Is.Null);
        Assert.That((_rig.Read().Damage, _rig.Read().Entries.ContainsKey("after")), Is.EqualTo((JournalDamage.None, true)));
    }

    // As where the directory may not be written to: what is there is read all the same, and nothing is changed.
    [Test]
    public void WithoutTheLock_TheVerdictIsTheSame_AndTheFilesAreLeftAlone()
    {
        _rig.Patience = TimeSpan.FromMilliseconds(50);
        using (FolderLock.TryTakeFile(_rig.Path + Journal.LockSuffix))
        {
            Assert.That((JournalRig.Show(_rig.Read()), _rig.Read().Damage), Is.EqualTo((Expected, JournalDamage.None)));
            Array.ForEach(_rig.Files, path => File.WriteAllText(path, "rubbish"));

            var content = _rig.Read();

            Assert.That((content.Damage, content.LostAt), Is.EqualTo((JournalDamage.Lost, 1)));
            Assert.That(_rig.Files.Select(File.ReadAllText), Is.All.EqualTo("rubbish"));
            Assert.That(_rig.Open().Append(JournalRig.Record("a", "1")).Problem, Does.Contain("another process"));
        }
    }

    [Test]
    public void DamageWhileItRuns_LosesNothing_AlsoOfBoth()
    {
        var journal = _rig.Open();
        journal.Read();
        Array.ForEach(_rig.Files, path => File.WriteAllText(path, "rubbish"));

        var content = journal.Read();

        Assert.That((JournalRig.Show(content), content.Damage), Is.EqualTo((Expected, JournalDamage.Mended)));
        Assert.That((JournalRig.Show(_rig.Read()), _rig.Read().Damage), Is.EqualTo((Expected, JournalDamage.None)));
    }

    [Test]
    public void AppendThatNeverReturned_IsNoDamage()
    {
        var next = JournalFormat.Line(JournalRig.Kind, _rig.Read().Last + 1, "next", "1"u8.ToArray());
        for (var length = 1; length <= next.Length; length++)
        {
            _rig.Restore([[.. _files[0], .. next[..length]], _files[1]]);
            var content = _rig.Read();
            Assert.That(content.Damage, Is.EqualTo(JournalDamage.None), $"length {length}");
            Assert.That(
                JournalRig.Show(content),
                Is.EqualTo(length < next.Length - 1 ? Expected : Expected.Replace(" off", " next=1 off", StringComparison.Ordinal)));

            _rig.Restore([[.. _files[0], .. next], [.. _files[1], .. next[..length]]]);
            Assert.That(_rig.Read().Damage, Is.EqualTo(JournalDamage.None), $"length {length}");
            JournalRig.Append(_rig.Open(), ("off", "0"));
            Assert.That((_rig.Read().Damage, _rig.Read().Entries.Count), Is.EqualTo((JournalDamage.None, 4)), $"length {length}");
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    public void NewerFormat_IsLeftAlone(int file)
    {
        var line = "GRAYFLAGS-JOURNAL 2 test anything "u8.ToArray();
        var header = JournalFormat.Header(JournalRig.Kind, 0, 0);
        Assert.That(JournalFormat.ParseHeader(header, out _)!.Value.Version, Is.EqualTo(1));
        var checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([(byte)'\n', .. line]))[..16];
        byte[] newer = [.. line, .. System.Text.Encoding.ASCII.GetBytes(checksum), (byte)'\n'];
        _files[file] = newer;
        _rig.Restore(_files);

        Assert.That(_rig.Read().Damage, Is.EqualTo(JournalDamage.Unreadable));
        Assert.That(_rig.Open().Append(JournalRig.Record("a", "1")).Problem, Does.Contain("newer"));
        Assert.That(_rig.Save(), Is.EqualTo(_files));
    }

    [Test]
    public void OtherKind_IsLeftAlone_AsOneOfTwoItIsDamage()
    {
        Assert.That(_rig.Open("other").Read().Damage, Is.EqualTo(JournalDamage.Unreadable));
        Assert.That(_rig.Open("other").Append(JournalRig.Record("a", "1")).IsWritten, Is.False);
        Assert.That(_rig.Save(), Is.EqualTo(_files));

        File.Delete(_rig.Path);
        File.Delete(_rig.Copy);
        JournalRig.Append(_rig.Open("other"), ("a", "1"));
        File.WriteAllBytes(_rig.Copy, _files[1]);
        Assert.That((JournalRig.Show(_rig.Open("other").Read()), File.ReadAllBytes(_rig.Copy + ".bad")), Is.EqualTo(("a=1", _files[1])));
    }

    [Test]
    public void EarlierFormat_IsTakenOver_AndKept()
    {
        JournalRig.Remove(_rig.Copy);
        File.WriteAllText(_rig.Path, "earlier");
        Journal Open() => new(_rig.Path, JournalRig.Kind) { Earlier = (bytes, _) => "earlier"u8.SequenceEqual(bytes) ? [JournalRig.Record("a", "1")] : null };

        Assert.That((JournalRig.Show(Open().Read()), Open().Read().Damage), Is.EqualTo(("a=1", JournalDamage.None)));
        Assert.That(File.ReadAllText(_rig.Path + Journal.EarlierSuffix), Is.EqualTo("earlier"));

        JournalRig.Remove(_rig.Copy);
        File.WriteAllText(_rig.Path, "earlieR");
        Assert.That(Open().Read().Damage, Is.EqualTo(JournalDamage.Lost));
    }

    private JournalContent Join(int file, byte[] bytes)
    {
        var images = _files.Select((whole, index) => JournalImage.Parse(JournalRig.Kind, index == file ? bytes : whole)).ToList();
        return JournalUnion.Join(images[0], images[1], null);
    }

    // Of a last line whose end is damaged nothing but the end is missing: it is known, and as if it were being written.
    private bool IsLastEnd(int file, int index) => index == _files[file].Length - 1;

    private void CheckMended(int file, byte[] bytes, string where)
    {
        _rig.Restore(_files);
        File.WriteAllBytes(_rig.Files[file], bytes);
        var journal = _rig.Open();

        var content = journal.Read();

        Assert.That((JournalRig.Show(content), content.IsUncertain), Is.EqualTo((Expected, false)), where);
        JournalRig.Append(journal, ("after", "1"));
        var next = _rig.Read();
        Assert.That((JournalRig.Show(next), next.Damage), Is.EqualTo(("after=1 " + Expected, JournalDamage.None)), where);
    }

    private static byte[] Damaged(byte[] bytes, int index, string damage)
    {
        var damaged = (byte[])bytes.Clone();
        switch (damage)
        {
            case "the same line":
                damaged[damaged.AsSpan().IndexOf("rolled"u8)] ^= 1;
                break;
            case "the last line":
                damaged[^3] ^= 1;
                break;
            case "the first line":
                damaged[4] ^= 1;
                break;
            case "one missing, one damaged":
                damaged[damaged.Length / 2] ^= 1;
                break;
            case "NULs at the end":
                damaged.AsSpan(damaged.Length - 20 - index).Clear();
                break;
            case "rubbish":
                return "rubbish"u8.ToArray();
            case "empty":
                return [];
        }

        return damaged;
    }

    private static void Put(string path, string what, string other)
    {
        JournalRig.Remove(path);
        switch (what)
        {
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "pipe":
                if (OperatingSystem.IsWindows())
                {
                    Assert.Ignore("Windows has no such pipes.");
                }

                LibC.MakeFifo(path);
                break;
            case "directory":
                Directory.CreateDirectory(path);
                break;
            case "full directory":
                Directory.CreateDirectory(path);
                File.WriteAllText(Path.Combine(path, "somebody's"), "file");
                break;
            case "device":
                if (!LibC.TryMakeZeroDevice(path))
                {
                    File.CreateSymbolicLink(path, "/dev/zero");
                }

                break;
            case "link":
                File.WriteAllText(path + ".target", "untouched");
                File.CreateSymbolicLink(path, path + ".target");
                break;
            case "link to the other":
                File.CreateSymbolicLink(path, other);
                break;
            case "dangling link":
                File.CreateSymbolicLink(path, path + ".nowhere");
                break;
            case "too long":
                using (var file = File.Create(path))
                {
                    file.SetLength(Journal.MaxBytes + 1);
                }

                break;
        }
    }
}
