using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

[Fault("K3")]
[NonParallelizable]
internal sealed class FullDiskTests
{
    [Test]
    public void Write_DiskOf64KiB_KeepsTheOldFileAndWarnsOnce()
    {
        using var temp = new TempFolder();
        var lines = SaverProcess.RunUnshared("-rm", """mount -t tmpfs -o size=64k tmpfs "$2"; exec dotnet "$1" big "$2/saved" """, temp.Path);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "small True",
            "Warning 241",
            "large False",
            "large False",
            "old one there True",
            "temporary files 0",
            "Information 246",
            "small True",
        }));
    }

    [TestCase(FailingStream.Point.Write)]
    [TestCase(FailingStream.Point.Flush)]
    public void Write_FailsHalfway_KeepsTheOldFileAndNoTemporaryOne(FailingStream.Point point)
    {
        using var temp = new TempFolder();
        var logger = new RecordingLogger();
        new StateFolder(temp.Path, logger).Save();
        var full = new StateFolder(temp.Path, logger) { OpenTemp = path => new FailingStream(path, point) };

        Assert.That(full.Save(text: "new"), Is.False);
        Assert.That(full.Save(text: "new"), Is.False);

        Assert.That(full.Read(), Is.EqualTo(SavedSample.Text));
        Assert.That(Directory.GetFiles(temp.Path, "*.tmp"), Is.Empty);
        Assert.That(logger.Entries.Select(entry => entry.EventId.Id), Is.EqualTo(new[] { 241 }));
        Assert.That(logger.Entries[0].Message, Does.Contain(FailingStream.Message).And.Contain(SavedSample.Name).And.Contain(temp.Path));
    }

    [Test]
    public void Write_ToDevFull_KeepsTheOldFile()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Ignore("There is no /dev/full here.");
        }

        using var temp = new TempFolder();
        new StateFolder(temp.Path, new RecordingLogger()).Save();
        var full = new StateFolder(temp.Path, new RecordingLogger()) { OpenTemp = _ => File.Open("/dev/full", FileMode.Open, FileAccess.Write) };

        Assert.That(full.Save(text: "new"), Is.False);
        Assert.That(full.Read(), Is.EqualTo(SavedSample.Text));
    }
}
