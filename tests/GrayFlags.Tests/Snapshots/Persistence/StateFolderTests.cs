using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>What is saved is read back as it was.</summary>
[NonParallelizable]
internal sealed class StateFolderTests
{
    private static readonly SavedHeader Full = new()
    {
        SavedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1_234_567),
        Version = long.MaxValue,
        IssuedAt = new DateTimeOffset(2025, 12, 31, 23, 0, 0, TimeSpan.FromHours(2)),
        Source = "http \"flags\"\n",
        Fingerprint = "0123456789ab",
        By = "Ünal",
        Reason = "the new checkout fails for 🇧🇪\r\n",
    };

    private TempFolder _temp = null!;
    private RecordingLogger _logger = null!;
    private StateFolder _folder = null!;

    private IEnumerable<int> Events => _logger.Entries.Select(entry => entry.EventId.Id);

    [SetUp]
    public void SetUp()
    {
        _temp = new TempFolder();
        _logger = new RecordingLogger();
        _folder = new StateFolder(_temp["saved"], _logger);
    }

    [TearDown]
    public void TearDown() => _temp.Dispose();

    [Test]
    public void Read_AfterWrite_GivesHeaderAndPayload()
    {
        byte[] payload = [0, 10, 13, 255, 10];
        Assert.That(_folder.TryWrite("a", Full, payload), Is.True);

        var other = new StateFolder(_temp["saved"] + "/", _logger);
        Assert.That(other.TryRead("a", payload.Length, out var file), Is.True);
        Assert.That(file!.Header, Is.EqualTo(Full));
        Assert.That(file.Payload.ToArray(), Is.EqualTo(payload));
        Assert.That(_logger.Entries, Is.Empty);
    }

    [Test]
    public void Read_HeaderWithoutOptionalFields_LeavesThemNull()
    {
        var header = new SavedHeader { SavedAt = DateTimeOffset.UnixEpoch };
        _folder.TryWrite("a", header, []);

        Assert.That(_folder.TryRead("a", 0, out var file), Is.True);
        Assert.That(file!.Header, Is.EqualTo(header));
        Assert.That(file.Payload.Length, Is.Zero);
    }

    [Test]
    public void Read_NothingSaved_IsFalseWithoutAWord()
    {
        Assert.That(_folder.TryRead("a", 100, out var file), Is.False);
        Assert.That(file, Is.Null);
        Assert.That(_logger.Entries, Is.Empty);
    }

    [Test]
    public void Write_Again_Replaces()
    {
        _folder.Save(text: "first, and longer");
        _folder.Save(text: "second");

        Assert.That(_folder.Read(), Is.EqualTo("second"));
        Assert.That(Directory.GetFiles(_temp["saved"], "*.gray*"), Has.Length.EqualTo(1));
    }

    [Test]
    public void Read_LongerThanAllowed_IsAbsentAndStaysWhereItIs()
    {
        _folder.Save();

        Assert.That(_folder.TryRead(SavedSample.Name, SavedSample.Payload.Length - 1, out _), Is.False);
        Assert.That(Events, Is.EqualTo(new[] { 242 }));
        Assert.That(_folder.TryRead(SavedSample.Name, SavedSample.Payload.Length, out _), Is.True);
    }

    [Test]
    public void Read_MuchLongerThanAllowed_IsNotTakenIntoMemory()
    {
        using (var huge = File.Create(Path.Combine(_temp["saved"], SavedSample.FileName)))
        {
            huge.SetLength(8L << 30);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(_folder.TryRead(SavedSample.Name, 1 << 20, out _), Is.False);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void Delete_RemovesTheFileAndWhatWasSetAside()
    {
        _folder.Save();
        File.WriteAllText(Path.Combine(_temp["saved"], SavedSample.FileName + ".bad"), "");

        Assert.That(_folder.Delete(SavedSample.Name), Is.True);
        Assert.That(_folder.Delete(SavedSample.Name), Is.True, "nothing to delete is no failure");
        Assert.That(Directory.GetFiles(_temp["saved"], "*.gray*"), Is.Empty);
    }

    [Test]
    public void List_GivesNamesWithThePrefixOldestFirst()
    {
        Save("version/2", 2);
        Save("version/10", 1);
        Save("Version/3", 0);
        Save("document/http", 0);

        Assert.That(_folder.List("version/").Select(entry => entry.Name), Is.EqualTo(new[] { "version/10", "version/2" }));
        Assert.That(_folder.List(""), Has.Count.EqualTo(4));
        Assert.That(_folder.List("version/")[0].Header.SavedAt, Is.EqualTo(DateTimeOffset.UnixEpoch.AddSeconds(1)));

        void Save(string name, int second) =>
            _folder.TryWrite(name, new SavedHeader { SavedAt = DateTimeOffset.UnixEpoch.AddSeconds(second) }, [1]);
    }

    [Test]
    public void Write_NameThatIsNoText_FailsWithOneWarning()
    {
        const string name = "a lone surrogate \ud800";
        Assert.That(_folder.Save(name), Is.False);
        Assert.That(_folder.Save(name), Is.False);
        Assert.That(_folder.Read(name), Is.Null);
        Assert.That(Events, Is.EqualTo(new[] { 241 }));
    }

    [Test]
    public void Write_HeaderWithoutEnd_FailsAndKeepsTheOldOne()
    {
        _folder.Save();

        Assert.That(_folder.TryWrite(SavedSample.Name, SavedSample.Header with { Reason = new string('x', 100_000) }, []), Is.False);
        Assert.That(_folder.Read(), Is.EqualTo(SavedSample.Text));
    }

    [Test]
    public void Warnings_OncePerKindUntilItSucceedsAgain()
    {
        for (var round = 0; round < 2; round++)
        {
            _folder.Save("\ud800");
            _folder.Save("\ud800");
            _folder.Save();
        }

        Assert.That(Events, Is.EqualTo(new[] { 241, 246, 241, 246 }));
        Assert.That(_logger.Entries[0].Level, Is.EqualTo(LogLevel.Warning));
    }

    [TestCase("")]
    [TestCase("\0")]
    public void Directory_ThatIsNoPath_FailsWithOneWarning(string directory)
    {
        var folder = new StateFolder(directory, _logger);

        Assert.That(folder.Save(), Is.False);
        Assert.That(folder.Read(), Is.Null);
        Assert.That(folder.List(""), Is.Empty);
        Assert.That(folder.Delete("a"), Is.False);
        Assert.That(Events.Count(id => id == 240), Is.EqualTo(1));
    }
}
