using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Files;

/// <summary>The real watcher: it makes looks come sooner, and is never needed.</summary>
public sealed class JsonFileWatcherTests
{
    private const int WatcherFailed = 200;
    private const int WatcherRestored = 201;

    private TempFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TempFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task Written_IsLoadedAfterDebounceWithoutAPoll()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path, path).Start();
        await consumer.Hinted(() => File.WriteAllText(path, Json.Flag("b")));

        Assert.That(consumer.SettleUntilLoaded().Seen(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    [Fault("F1")]
    [Platform(Exclude = "Win")]
    public async Task ConfigMap_Swap_IsLoadedAfterDebounceWithoutAPoll()
    {
        var volume = new K8sVolume(_folder["volume"], Json.Flag("a"));
        using var consumer = new FileConsumer(volume.FilePath, volume.FilePath).Start();
        await consumer.Hinted(() => volume.Swap(Json.Flag("b")));

        Assert.That(consumer.SettleUntilLoaded().Seen(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    [Fault("F7")]
    [NonParallelizable]
    [Platform("Linux")]
    public async Task Inotify_NoInstanceLeft_PollsWithOneWarningAndRecovers()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        FileConsumer consumer;
        using (new InotifyHog())
        {
            consumer = new FileConsumer(path, path).Start();
            File.WriteAllText(path, Json.Flag("b"));
            consumer.Poll().Poll();

            Assert.That(consumer.Seen(), Is.EqualTo(new[] { "a", "b" }));
            Assume.That(Events(consumer), Is.Not.Empty, "another process of this user gave an instance back just now");
            AssertOneLineAChange(consumer);
        }

        using (consumer)
        {
            consumer.Poll();
            AssertOneLineAChange(consumer);
            Assert.That(Events(consumer).Last(), Is.EqualTo(WatcherRestored));

            await consumer.Hinted(() => File.WriteAllText(path, Json.Flag("c")));
            Assert.That(consumer.SettleUntilLoaded().Seen(), Is.EqualTo(new[] { "c" }));
        }
    }

    [Test]
    [Fault("F8")]
    public async Task Error_ReadsAgainAndStartsANewWatcher()
    {
        var (volume, moved) = (_folder["volume"], _folder["moved"]);
        Directory.CreateDirectory(volume);
        var path = _folder.Write("volume/flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path, path).Start();
        Directory.Move(volume, moved);
        Directory.CreateDirectory(volume);
        _folder.Write("volume/flags.json", Json.Flag("b"));
        consumer.Hints!.OnError(this, new ErrorEventArgs(new InternalBufferOverflowException()));
        Assert.That(consumer.Settle().Seen(), Is.EqualTo(new[] { "a", "b" }));

        await consumer.Hinted(() => File.WriteAllText(path, Json.Flag("c")));

        Assert.That(consumer.SettleUntilLoaded().Seen(), Is.EqualTo(new[] { "c" }));
        Assert.That(consumer.Logger.Entries, Is.Empty);
    }

    // Each error is a hint, and each hint a look: that must not become a new watcher each time.
    [Test]
    [Fault("F8"), Fault("R11")]
    public void Error_OfEachNewWatcher_StartsOneAPollInterval()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        Directory.CreateDirectory(_folder["quiet"]);
        using var consumer = new FileConsumer(path, _folder["quiet/flags.json"]).Start();
        for (var error = 0; error < 100; error++)
        {
            consumer.Hints!.OnError(this, new ErrorEventArgs(new InternalBufferOverflowException()));
            consumer.Settle();
        }

        Assert.That(consumer.Hints!.Starts, Is.EqualTo(5), "the first, and four in twenty seconds");
    }

    [Test]
    [Fault("F9")]
    public async Task DirectoryReplaced_IsFoundByPollAndWatchedAgain()
    {
        var (volume, next) = (_folder["volume"], _folder["next"]);
        Directory.CreateDirectory(volume);
        Directory.CreateDirectory(next);
        var path = _folder.Write("volume/flags.json", Json.Flag("a"));
        _folder.Write("next/flags.json", Json.Flag("b"));
        using var consumer = new FileConsumer(path, path).Start();
        Directory.Move(volume, _folder["old"]);
        Directory.Move(next, volume);
        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "a", "b" }));

        await consumer.Hinted(() => File.WriteAllText(path, Json.Flag("c")));

        Assert.That(consumer.SettleUntilLoaded().Seen(), Is.EqualTo(new[] { "c" }));
    }

    [Test]
    [Fault("F10")]
    public async Task NoDirectoryAtStart_IsOneWarningAndPickedUpWhenItAppears()
    {
        var path = _folder["later/flags.json"];
        using var consumer = new FileConsumer(path, path).Start();
        consumer.Poll().Poll();
        Assert.That(consumer.Taken().Single().Reason, Is.Not.Null);
        Assert.That(Events(consumer), Is.EqualTo(new[] { WatcherFailed }));

        Directory.CreateDirectory(_folder["later"]);
        File.WriteAllText(path, Json.Flag("a"));
        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "a" }));
        Assert.That(Events(consumer), Is.EqualTo(new[] { WatcherFailed, WatcherRestored }));

        await consumer.Hinted(() => File.WriteAllText(path, Json.Flag("b")));
        Assert.That(consumer.SettleUntilLoaded().Seen(), Is.EqualTo(new[] { "b" }));
    }

    // Another process of the same user may give an instance back at any moment: then the watcher recovers and fails again.
    private static void AssertOneLineAChange(FileConsumer consumer) =>
        Assert.That(Events(consumer), Is.Not.Empty.And.EqualTo(Events(consumer).Select((_, index) => index % 2 == 0 ? WatcherFailed : WatcherRestored)));

    private static IEnumerable<int> Events(FileConsumer consumer) => consumer.Logger.Entries.Select(entry => entry.EventId.Id);
}
