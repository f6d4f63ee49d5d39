using System.Collections.Concurrent;
using System.Text;
using GrayFlags.Journals;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

internal sealed class SaveQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly ConcurrentQueue<string> _written = new();
    private TempFolder _temp = null!;
    private ManualTimeProvider _clock = null!;
    private RecordingLogger _logger = null!;
    private ManualResetEventSlim _disk = null!;
    private SaveQueue _queue = null!;
    private StateFolder _folder = null!;
    private volatile bool _isFull;

    [SetUp]
    public void SetUp()
    {
        _written.Clear();
        _isFull = false;
        _temp = new TempFolder();
        _clock = new ManualTimeProvider();
        _logger = new RecordingLogger();
        _disk = new ManualResetEventSlim(initialState: true);
        _folder = new StateFolder(_temp.Path, _logger) { OpenTemp = OpenTemp };
        _queue = new SaveQueue(_folder, _clock);
    }

    [TearDown]
    public void TearDown()
    {
        _disk.Set();
        _queue.Flush(Long);
        _queue.Dispose();
        _disk.Dispose();
        _temp.Dispose();
    }

    [Test]
    public void Save_ReturnsBeforeTheDiskDoes()
    {
        _disk.Reset();

        Save("a", "1");

        Assert.That(_temp[SavedFileName.Of("a")], Does.Not.Exist);
        _disk.Set();
        Assert.That(_queue.Flush(Long), Is.True);
        Assert.That(_folder.Read("a"), Is.EqualTo("1"));
    }

    [Test]
    public void Save_SameNameWhileSaving_LatestWinsAndTheOthersAreNeverWritten()
    {
        HangOn("a");
        for (var version = 1; version <= 100; version++)
        {
            Save("a", $"{version}");
            Save("b", $"{version}");
        }

        Assert.That(_queue.Waiting, Is.EqualTo(2));
        _disk.Set();
        Assert.That(_queue.Flush(Long), Is.True);

        Assert.That(_written, Is.EqualTo(new[] { File("a"), File("a"), File("b") }));
        Assert.That(_folder.Read("a"), Is.EqualTo("100"));
        Assert.That(_folder.Read("b"), Is.EqualTo("100"));
    }

    [Test]
    public void Delete_AfterSave_Wins()
    {
        HangOn("a");
        Save("b", "1");
        _queue.Delete("b");
        _queue.Delete("c");
        Save("c", "2");
        _disk.Set();

        Assert.That(_queue.Flush(Long), Is.True);
        Assert.That(_folder.List("").Select(entry => entry.Name), Is.EquivalentTo(new[] { "a", "c" }));
    }

    [Test]
    public void Flush_NothingToSave_IsTrueAtOnce() => Assert.That(_queue.Flush(TimeSpan.Zero), Is.True);

    [Test]
    public void Flush_DiskHangs_GivesUpAfterTheTimeout()
    {
        HangOn("a");

        var flush =
            Task.Factory.StartNew(() => _queue.Flush(TimeSpan.FromSeconds(2)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Until(() => _clock.ArmedTimers == 1);
        Assert.That(flush.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.That(flush.Result, Is.False);
    }

    [Test]
    [Fault("K3")]
    public void Save_DiskWasFull_IsSavedLaterWithoutAnotherChange()
    {
        _isFull = true;
        Save("a", "1");
        Until(() => _clock.ArmedTimers == 1);
        Assert.That(_folder.Read("a"), Is.Null);

        _isFull = false;
        _clock.Advance(SaveQueue.RetryAfter);

        Assert.That(_queue.Flush(Long), Is.True);
        Assert.That(_folder.Read("a"), Is.EqualTo("1"));
        Assert.That(_logger.Entries.Select(entry => entry.EventId.Id), Is.EqualTo(new[] { 241, 246 }));
    }

    [Test]
    [Fault("K3")]
    public void Flush_DiskIsFull_TriesOnceMoreAndSaysNo()
    {
        _isFull = true;
        Save("a", "1");
        Until(() => _clock.ArmedTimers == 1);

        Assert.That(_queue.Flush(Long), Is.False);
        Assert.That(_queue.Waiting, Is.EqualTo(1));
        _isFull = false;
        Assert.That(_queue.Flush(Long), Is.True);
    }

    [Test]
    [Fault("K3")]
    public void Save_AfterAFailedOneOfTheSameName_DoesNotBringTheOldOneBack()
    {
        _isFull = true;
        Save("a", "old");
        Until(() => _clock.ArmedTimers == 1);
        _isFull = false;
        Save("a", "new");

        Assert.That(_queue.Flush(Long), Is.True);
        _clock.Advance(Long);
        Assert.That(_queue.Flush(Long), Is.True);
        Assert.That(_folder.Read("a"), Is.EqualTo("new"));
    }

    [Test]
    [Fault("K5")]
    public void Save_WhileAnotherProcessSaves_IsSavedLater()
    {
        using (FolderLock.TryTake(_temp.Path))
        {
            Save("a", "1");
            Assert.That(_queue.Flush(Long), Is.False);
        }

        Assert.That(_queue.Flush(Long), Is.True);
        Assert.That(_folder.Read("a"), Is.EqualTo("1"));
    }

    [Test]
    public void Save_DiskHangsAndNamesPileUp_KeepsTheLatestAndWarnsOnce()
    {
        HangOn("a");
        for (var index = 0; index < 3 * SaveQueue.MaxWaiting; index++)
        {
            Save($"{index}", "x");
            Save("kept", $"{index}");
        }

        Assert.That(_queue.Waiting, Is.EqualTo(SaveQueue.MaxWaiting));
        _disk.Set();
        Assert.That(_queue.Flush(Long), Is.True);
        Assert.That(_folder.Read("kept"), Is.EqualTo($"{3 * SaveQueue.MaxWaiting - 1}"));
        Assert.That(_logger.Entries.Select(entry => entry.EventId.Id), Is.EqualTo(new[] { 247 }));
    }

    [Test]
    public void Dispose_LeavesNoTimerAndTakesNothingMore()
    {
        _isFull = true;
        Save("a", "1");
        Until(() => _clock.ArmedTimers == 1);

        _queue.Dispose();
        Save("b", "1");

        Assert.That(_clock.ArmedTimers, Is.Zero);
        Assert.That(_queue.Waiting, Is.Zero);
    }

    private static string File(string name) => SavedFileName.Of(name) + AtomicFile.TempSuffix;

    // The deadline only ends a test that would hang.
    private static void Until(Func<bool> condition) => Assert.That(SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(1)), Is.True);

    private void Save(string name, string text) => _queue.Save(name, SavedSample.Header, Encoding.UTF8.GetBytes(text));

    // Returns when the disk hangs while it writes this one.
    private void HangOn(string name)
    {
        _disk.Reset();
        Save(name, "0");
        Until(() => _written.Contains(File(name)));
    }

    private FailingStream OpenTemp(string path)
    {
        _written.Enqueue(Path.GetFileName(path));
        _disk.Wait();
        return new FailingStream(path, _isFull ? FailingStream.Point.Write : FailingStream.Point.None);
    }
}
