using System.Runtime.Versioning;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>Directories and files that somebody else prepared, or that cannot be written to.</summary>
[Fault("K4")]
[Fault("X8")]
[Fault("X26")]
[UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win", Reason = "Modes and links as Unix has them.")]
[NonParallelizable]
internal sealed class UnsafeFolderTests
{
    private const string Precious = "not ours";

    private TempFolder _temp = null!;
    private RecordingLogger _logger = null!;

    private IEnumerable<int> Events => _logger.Entries.Select(entry => entry.EventId.Id);

    private string Saved => _temp["saved"];

    private string SavedFile => Path.Combine(Saved, SavedSample.FileName);

    [SetUp]
    public void SetUp()
    {
        _temp = new TempFolder();
        _logger = new RecordingLogger();
    }

    [TearDown]
    public void TearDown() => _temp.Dispose();

    [Test]
    public void Write_DirectoryMissing_IsMadePrivate()
    {
        var folder = new StateFolder(_temp["a/b/saved"], _logger);
        Directory.Delete(_temp["a"], recursive: true);

        Assert.That(folder.Save(), Is.True);
        Assert.That(new DirectoryInfo(_temp["a/b/saved"]).UnixFileMode, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        foreach (var file in new DirectoryInfo(_temp["a/b/saved"]).GetFiles())
        {
            Assert.That(file.UnixFileMode, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), file.Name);
        }
    }

    [Test]
    public void Write_OverFileThatAllMayRead_IsPrivateAfterwards()
    {
        var folder = new StateFolder(Saved, _logger);
        foreach (var path in new[] { SavedFile, SavedFile + ".tmp" })
        {
            File.WriteAllText(path, "");
            File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        }

        Assert.That(folder.Save(), Is.True);
        Assert.That(new FileInfo(SavedFile).UnixFileMode, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [TestCase("")]
    [TestCase(".tmp")]
    public void Write_PlantedLink_LeavesAloneWhatItPointsTo(string suffix)
    {
        var victim = _temp.Write("victim", Precious);
        var folder = new StateFolder(Saved, _logger);
        File.CreateSymbolicLink(SavedFile + suffix, victim);

        Assert.That(folder.Save(), Is.True);
        Assert.That(File.ReadAllText(victim), Is.EqualTo(Precious));
        Assert.That(new FileInfo(SavedFile).LinkTarget, Is.Null);
        Assert.That(folder.Read(), Is.EqualTo(SavedSample.Text));
    }

    [Test]
    public void Write_LockIsPlantedLink_DoesNotCreateWhatItPointsTo()
    {
        Directory.CreateDirectory(Saved);
        File.CreateSymbolicLink(Path.Combine(Saved, ".lock"), _temp["victim"]);

        Assert.That(new StateFolder(Saved, _logger).Save(), Is.True);
        Assert.That(File.Exists(_temp["victim"]), Is.False);
    }

    [Test]
    public void Read_PlantedLinkToWholeFile_IsNotFollowed()
    {
        var folder = new StateFolder(Saved, _logger);
        folder.Save();
        File.Move(SavedFile, _temp["elsewhere"]);
        File.CreateSymbolicLink(SavedFile, _temp["elsewhere"]);

        Assert.That(folder.Read(), Is.Null);
        Assert.That(folder.List(""), Is.Empty);
        Assert.That(File.Exists(_temp["elsewhere"]), Is.True);
        Assert.That(Events, Is.EqualTo(new[] { 243 }));
    }

    [Test]
    public void Read_PlantedPipe_DoesNotWaitForAWriter()
    {
        var folder = new StateFolder(Saved, _logger);
        LibC.MakeFifo(SavedFile);

        Assert.That(folder.Read(), Is.Null);
        Assert.That(folder.Save(), Is.True);
    }

    [Test]
    public void Write_DirectoryInPlaceOfTheFile_IsSetAside_UnlessThatPlaceIsTakenToo()
    {
        var folder = new StateFolder(Saved, _logger);
        Directory.CreateDirectory(Path.Combine(SavedFile, "somebody's"));

        Assert.That(folder.Save(), Is.True);
        Assert.That(Directory.Exists(Path.Combine(SavedFile + ".bad", "somebody's")), Is.True);

        File.Delete(SavedFile);
        Directory.CreateDirectory(SavedFile);
        Assert.That(folder.Save(), Is.False);
        Assert.That(folder.Save(), Is.False);
        Assert.That(folder.Read(), Is.Null);
        Assert.That(Events, Is.EqualTo(new[] { 241, 242 }).Or.EqualTo(new[] { 241, 243 }));
    }

    [Test]
    public void Folder_IsALink_IsNotUsed()
    {
        Directory.CreateDirectory(_temp["real"]);
        Directory.CreateSymbolicLink(Saved, _temp["real"]);

        NothingWorksWithOneWarning(new StateFolder(Saved, _logger));
        Assert.That(Directory.EnumerateFileSystemEntries(_temp["real"]), Is.Empty);
    }

    [Test]
    public void Folder_EverybodyMayWriteTo_IsNotUsedUntilItIsPrivate()
    {
        Directory.CreateDirectory(Saved);
        File.SetUnixFileMode(Saved, (UnixFileMode)0b111_111_111);
        var folder = new StateFolder(Saved, _logger);

        NothingWorksWithOneWarning(folder);
        Assert.That(new DirectoryInfo(Saved).UnixFileMode, Is.EqualTo((UnixFileMode)0b111_111_111), "its mode is its owner's business");

        File.SetUnixFileMode(Saved, (UnixFileMode)0b111_000_000);
        Assert.That(folder.Save(), Is.True);
        Assert.That(Events, Is.EqualTo(new[] { 240, 246 }));
    }

    [Test]
    public void Folder_IsAFile_IsNotUsed()
    {
        _temp.Write("saved", Precious);

        NothingWorksWithOneWarning(new StateFolder(Saved, _logger));
        Assert.That(File.ReadAllText(Saved), Is.EqualTo(Precious));
    }

    /// <summary>Without the rights of root, also where root runs the tests.</summary>
    [Test]
    public void Folder_NotWritable_IsReadAndNotWrittenWithOneWarning()
    {
        new StateFolder(Saved, _logger).TryWrite(SavedSample.Name, SavedSample.Header with { Version = 1 }, SavedSample.Payload);
        var lines = SaverProcess.RunUnshared("-U", """rm "$2/saved/.lock"; chmod 500 "$2/saved"; dotnet "$1" unwritable "$2/saved" """, _temp.Path);
        File.SetUnixFileMode(Saved, (UnixFileMode)0b111_000_000);

        Assert.That(lines, Is.EqualTo(new[] { "Warning 240", "saved False", "saved False", "old one there True" }));
    }

    [Test]
    public void Folder_OnReadOnlyFileSystem_IsReadAndNotWrittenWithOneWarning()
    {
        const string script = """
            mount -t tmpfs tmpfs "$2"
            dotnet "$1" once "$2/saved"
            mount -o remount,ro "$2"
            exec dotnet "$1" unwritable "$2/saved"
            """;
        var lines = SaverProcess.RunUnshared("-rm", script, _temp.Path);

        Assert.That(lines, Is.EqualTo(new[] { "saved True", "Warning 240", "saved False", "saved False", "old one there True" }));
    }

    private void NothingWorksWithOneWarning(StateFolder folder)
    {
        Assert.That(folder.Save(), Is.False);
        Assert.That(folder.Save(), Is.False);
        Assert.That(folder.Read(), Is.Null);
        Assert.That(folder.List(""), Is.Empty);
        Assert.That(folder.Delete("a"), Is.False);
        Assert.That(Events, Is.EqualTo(new[] { 240 }));
    }
}
