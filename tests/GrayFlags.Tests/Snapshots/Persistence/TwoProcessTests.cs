using System.Globalization;
using GrayFlags.Journals;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

[Fault("K5")]
[NonParallelizable]
internal sealed class TwoProcessTests
{
    private const int Saves = 100;

    private TempFolder _temp = null!;
    private RecordingLogger _logger = null!;

    [SetUp]
    public void SetUp()
    {
        _temp = new TempFolder();
        _logger = new RecordingLogger();
    }

    [TearDown]
    public void TearDown() => _temp.Dispose();

    [Test]
    public void TwoProcesses_OnePath_BothFinishAndTheFileIsAlwaysWhole()
    {
        var times = Saves.ToString(CultureInfo.InvariantCulture);
        using var first = SaverProcess.Start("times", _temp.Path, times);
        using var second = SaverProcess.Start("times", _temp.Path, times);
        Assert.That(first.ReadLine(), Is.EqualTo("ready"));
        Assert.That(second.ReadLine(), Is.EqualTo("ready"));
        var reader = new StateFolder(_temp.Path, _logger);
        first.WriteLine();
        second.WriteLine();
        var isThere = false;
        for (var read = 0; read < Saves; read++)
        {
            var isThereNow = reader.Read() is not null;
            Assert.That(isThereNow || !isThere, Is.True, $"read {read}");
            isThere = isThereNow;
        }

        var lines = new[] { first, second }.Select(process => process.ReadToEnd()).ToList();

        Assert.That(lines.Select(line => line[0]), Is.All.EqualTo(times));
        Assert.That(reader.Read(), Is.Not.Null);
        Assert.That(Directory.GetFiles(_temp.Path).Select(Path.GetFileName), Is.EquivalentTo(new[] { ".lock", SavedSample.FileName }));
        Assert.That(_logger.Entries, Is.Empty);
        TestContext.Out.WriteLine(
            $"{2 * Saves} saves in {string.Join(" and ", lines.Select(line => line[1]))} tries: the others found the other process at it");
    }

    [Test]
    public void Write_WhileAnotherHoldsTheDirectory_LeavesEverythingAlone()
    {
        new StateFolder(_temp.Path, _logger).Save();
        var temp = _temp.Write(SavedSample.FileName + ".tmp", "half of what the other one saves");
        using (FolderLock.TryTake(_temp.Path))
        {
            var folder = new StateFolder(_temp.Path, _logger);

            Assert.That(folder.Save(text: "new"), Is.False);
            Assert.That(folder.Delete(SavedSample.Name), Is.False);
            Assert.That(folder.Read(), Is.EqualTo(SavedSample.Text));
            Assert.That(File.Exists(temp), Is.True);
        }

        Assert.That(_logger.Entries.Select(entry => entry.EventId.Id), Is.EqualTo(new[] { 245 }));
        Assert.That(new StateFolder(_temp.Path, _logger).Save(text: "new"), Is.True);
        Assert.That(File.Exists(temp), Is.False);
    }

    [Test]
    public void Threads_OneFolder_NoneFindsItLocked()
    {
        var folder = new StateFolder(_temp.Path, _logger);

        Parallel.For(0, 64, index => Assert.That(folder.Save(text: $"{index}"), Is.True));
        Assert.That(_logger.Entries, Is.Empty);
    }
}
