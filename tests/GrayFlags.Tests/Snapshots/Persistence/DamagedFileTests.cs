using System.Text;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>What is not exactly what was saved is set aside and counts as absent.</summary>
[Fault("L3")]
internal sealed class DamagedFileTests
{
    // Written out by hand, with sha256sum: files of format 1 have to be readable for ever.
    private const string Format1 =
        "GRAYFLAGS 1 105 2717032239f3ac79cd44bb9e4d9dfe64e60db78445534e0d7b45a19281cd5385\n"
        + """{"name":"rules","savedAt":"2026-01-02T03:04:05+00:00","version":7,"later":{"a":[1]}}""" + "\n"
        + SavedSample.Text;

    private TempFolder _temp = null!;
    private RecordingLogger _logger = null!;
    private StateFolder _folder = null!;

    private string Good => _temp[SavedSample.FileName];

    private string Bad => Good + ".bad";

    [SetUp]
    public void SetUp()
    {
        _temp = new TempFolder();
        _logger = new RecordingLogger();
        _folder = new StateFolder(_temp.Path, _logger);
    }

    [TearDown]
    public void TearDown() => _temp.Dispose();

    [Test]
    public void Read_FileOfFormat1_IsGoodAlsoWithUnknownFields()
    {
        _temp.Write(SavedSample.FileName, Format1);

        Assert.That(_folder.TryRead(SavedSample.Name, 100, out var file), Is.True);
        Assert.That(file!.Header, Is.EqualTo(SavedSample.Header));
        Assert.That(file.Payload.ToArray(), Is.EqualTo(SavedSample.Payload));
    }

    [TestCase("", "it is empty")]
    [TestCase("{\"flags\":{}}", "not written by this library")]
    [TestCase("SQLite format 3\0", "not written by this library")]
    [TestCase("GRAYFLAGS", "not written by this library")]
    [TestCase("GRAYFLAGS 2 anything else\n", "format 2, of a newer version")]
    [TestCase("GRAYFLAGS 2 \0\0", "format 2, of a newer version")]
    [TestCase("GRAYFLAGS 0 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n", "first line is damaged")]
    [TestCase("GRAYFLAGS 99999999999 0 x\n", "first line is damaged")]
    [TestCase("GRAYFLAGS 1 -1 x\n", "first line is damaged")]
    [TestCase("GRAYFLAGS 1 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n", "header cannot be read")]
    [TestCase("GRAYFLAGS 1 0 e3b0\n", "checksum does not match")]
    public void Read_NoFileOfOurs_IsSetAsideAndSaysWhy(string content, string reason)
    {
        _temp.Write(SavedSample.FileName, content);

        Assert.That(_folder.Read(), Is.Null);
        Assert.That(_logger.Entries.Single().Message, Does.Contain(reason).And.Contain($"'{SavedSample.Name}'"));
        Assert.That(File.Exists(Good), Is.False);
        Assert.That(File.ReadAllText(Bad), Is.EqualTo(content));
    }

    [TestCase("""{}""")]
    [TestCase("""{"name":"rules"}""")]
    [TestCase("""{"name":"rules","savedAt":"yesterday"}""")]
    [TestCase("""{"name":"rules","savedAt":1}""")]
    [TestCase("""{"name":"rules","savedAt":"2026-01-02T03:04:05Z","version":1e400}""")]
    [TestCase("""{"name":"rules","savedAt":"2026-01-02T03:04:05Z","by":{}}""")]
    [TestCase("""{"name":"rules","savedAt":"2026-01-02T03:04:05Z"} {}""")]
    [TestCase("""{"name":"rules","savedAt":"2026-01-02T03:04:05Z" """)]
    [TestCase("""[]""")]
    public void Header_OfAnotherShape_IsNone(string json)
    {
        Assert.That(SavedHeaderJson.Read(Encoding.UTF8.GetBytes(json)), Is.Null);
    }

    [Test]
    public void Read_TruncatedAtEveryLength_IsAbsent()
    {
        var whole = Whole();
        for (var length = 0; length < whole.Length; length++)
        {
            ReadsAsAbsent(whole[..length], $"{length} of {whole.Length} bytes");
        }
    }

    [Test]
    public void Read_WithBytesBehindTheEnd_IsAbsent() => ReadsAsAbsent([.. Whole(), (byte)'\n'], "one byte more");

    [TestCase(0x01)]
    [TestCase(0x20)]
    [TestCase(0x80)]
    public void Read_OneBitFlippedAtEveryPosition_IsAbsent(int bit)
    {
        var whole = Whole();
        for (var position = 0; position < whole.Length; position++)
        {
            var flipped = whole.ToArray();
            flipped[position] ^= (byte)bit;
            ReadsAsAbsent(flipped, $"position {position}");
        }
    }

    [Test]
    public void Read_FileCopiedFromAnotherName_IsAbsent()
    {
        _folder.Save("other");
        File.Copy(_temp[SavedFileName.Of("other")], Good);

        Assert.That(_folder.List(""), Has.Count.EqualTo(1));
        Assert.That(_folder.Read(), Is.Null);
        Assert.That(_folder.Read("other"), Is.EqualTo(SavedSample.Text));
    }

    [Test]
    public void Read_AfterItWasSetAside_SavesAndReadsAgain()
    {
        _temp.Write(SavedSample.FileName, "damaged");
        _folder.Read();

        Assert.That(_folder.Save(), Is.True);
        Assert.That(_folder.Read(), Is.EqualTo(SavedSample.Text));
        Assert.That(File.ReadAllText(Bad), Is.EqualTo("damaged"));
    }

    [Test]
    public void List_DamagedHeader_SetsItAsideAndGivesTheOthers()
    {
        _folder.Save("a");
        _folder.Save("b");
        _temp.Write(SavedFileName.Of("a"), "damaged");

        Assert.That(_folder.List("").Select(entry => entry.Name), Is.EqualTo(new[] { "b" }));
        Assert.That(File.Exists(_temp[SavedFileName.Of("a") + ".bad"]), Is.True);
    }

    [Test]
    public void Start_ManyFilesSetAside_KeepsTheLatestTen()
    {
        for (var index = 0; index < 15; index++)
        {
            var path = _temp.Write($"{index}.gray.bad", "");
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(index));
        }

        _ = new StateFolder(_temp.Path, _logger);

        var kept = Directory.GetFiles(_temp.Path, "*.bad").Select(Path.GetFileName);
        Assert.That(kept, Is.EquivalentTo(Enumerable.Range(5, 10).Select(index => $"{index}.gray.bad")));
    }

    private byte[] Whole()
    {
        _folder.Save();
        return File.ReadAllBytes(Good);
    }

    private void ReadsAsAbsent(byte[] content, string what)
    {
        File.WriteAllBytes(Good, content);
        Assert.That(_folder.Read(), Is.Null, what);
        Assert.That(Directory.GetFiles(_temp.Path, "*.gray*"), Is.EqualTo(new[] { Bad }), what);
    }
}
