using GrayFlags.Providers.Files;
using GrayFlags.Tests.Kit;
using Microsoft.Win32.SafeHandles;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Files;

/// <summary>When a file is looked at, and that nothing ends the looking.</summary>
public sealed class JsonFileScheduleTests
{
    private TempFolder _folder = null!;
    private int _reads;

    [SetUp]
    public void SetUp()
    {
        _folder = new TempFolder();
        _reads = 0;
        _folder.Write("flags.json", Json.Flag("a"));
        Directory.CreateDirectory(_folder["quiet"]);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    [Fault("F15")]
    public void Hints_StormOfAThousandASecond_AtMostOneLoadADebounceAndTheLastWins()
    {
        using var consumer = StartHinted();
        for (var number = 1000; number < 2000; number++)
        {
            _folder.Write("flags.json", Json.Flag($"f{number}"));
            consumer.Hint!();
            consumer.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var loads = consumer.Seen();
        Assert.That(loads, Has.Count.InRange(1, 5), "an endless storm does not put the load off for ever, nor is there one a hint");
        Assert.That(loads.Concat(consumer.Settle().Seen()).Last(), Is.EqualTo("f1999"));
    }

    // Without a debounce the first hint counts at once; that must not make each of a thousand a read.
    [Test, Fault("F15"), Fault("R11")]
    public void Hints_StormWithoutDebounce_ALookEachTenthOfASecond()
    {
        using var consumer = StartHinted(debounce: TimeSpan.Zero);
        for (var number = 0; number < 1000; number++)
        {
            consumer.Hint!();
            consumer.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.That(_reads, Is.EqualTo(11), "from the first moment of the second to the last");
    }

    [Test]
    [Fault("F15")]
    public void Hints_InOneDebounce_AreOneLook()
    {
        using var consumer = StartHinted();
        for (var number = 0; number < 10; number++)
        {
            consumer.Hint!();
            consumer.Time.Advance(TimeSpan.FromMilliseconds(19));
        }

        Assert.That(_reads, Is.Zero);
        consumer.Settle().Settle();
        Assert.That(_reads, Is.EqualTo(1));
    }

    [Test]
    [Fault("F15")]
    public void Look_TimeGoesOnMeanwhile_IsNeverTwoAtOnce()
    {
        var running = 0;
        Action meanwhile = () => { };
        using var consumer = new FileConsumer(_folder["flags.json"], read: (handle, buffer, offset) =>
        {
            Assert.That(++running, Is.EqualTo(1));
            meanwhile();
            running--;
            return RandomAccess.Read(handle, buffer, offset);
        }).Start();
        meanwhile = () => consumer.Time.Advance(TimeSpan.FromSeconds(60));
        _folder.Write("flags.json", Json.Flag("b"));

        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(consumer.Logger.Entries, Is.Empty);
    }

    [Test]
    [Fault("M1")]
    public void WallClock_Jumps_NoLookComesSoonerOrLater()
    {
        using var consumer = new FileConsumer(_folder["flags.json"], read: Count).Start();
        _reads = 0;
        consumer.Time.SetUtc(DateTimeOffset.UnixEpoch);
        consumer.Time.SetUtc(DateTimeOffset.UnixEpoch.AddYears(100));
        consumer.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(_reads, Is.Zero);

        consumer.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(_reads, Is.EqualTo(1));
    }

    [Test]
    [Fault("M5")]
    public void Suspended_ForEightHours_OneLook()
    {
        using var consumer = new FileConsumer(_folder["flags.json"], read: Count).Start();
        _reads = 0;
        consumer.Time.Suspend(TimeSpan.FromHours(8));

        Assert.That(_reads, Is.EqualTo(1));
    }

    [Test]
    public void Changed_Throws_IsLoggedOnceAndTriedAgainAtTheNextPoll()
    {
        using var consumer = new FileConsumer(_folder["flags.json"]).Start();
        consumer.OnChanged = () => throw new InvalidOperationException("broken");
        _folder.Write("flags.json", Json.Flag("b"));
        consumer.Poll().Poll();
        Assert.That(consumer.Logger.Entries.Single().EventId.Id, Is.EqualTo(202));

        consumer.OnChanged = null;
        Assert.That(consumer.Poll().Poll().Seen(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Load_NotTakenBeforeTheNextChange_BringsTheNewest()
    {
        using var consumer = new FileConsumer(_folder["flags.json"]).Start();
        consumer.OnChanged = () => { };
        _folder.Write("flags.json", Json.Flag("b"));
        consumer.Poll();
        _folder.Write("flags.json", Json.Flag("c"));
        consumer.Poll().Load();

        Assert.That(consumer.Seen(), Is.EqualTo(new[] { "a", "c" }));
    }

    [Test]
    public void Load_ByHand_ReadsTheFileAndLeavesDoubtfulContentToTheWatch()
    {
        using var consumer = new FileConsumer(_folder["flags.json"]).Start();
        _folder.Write("flags.json", Json.Flag("b"));
        consumer.Load();
        _folder.Write("flags.json", "");
        consumer.Load();
        Assert.That(consumer.Seen(), Is.EqualTo(new[] { "a", "b", "b" }));

        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "unavailable: " + FileText.Empty }));
    }

    [Test]
    public void Load_WithoutWatch_BringsWhatIsThere()
    {
        using var consumer = new FileConsumer(_folder["flags.json"]);
        consumer.Load();
        File.Delete(_folder["flags.json"]);
        consumer.Load();

        Assert.That(consumer.Seen(), Is.EqualTo(new[] { "a", "unavailable: " + FileText.Missing }));
    }

    [Test]
    public void Load_Cancelled_ReadsNothing()
    {
        using var consumer = new FileConsumer(_folder["flags.json"], read: Count);

        Assert.That(consumer.Provider.LoadAsync(new CancellationToken(canceled: true)).AsTask().IsCanceled);
        Assert.That(_reads, Is.Zero);
    }

    [Test]
    [Fault("T6")]
    public void Dispose_LateHintAndTimer_DoNothing()
    {
        var consumer = StartHinted();
        consumer.Hint!();
        consumer.Dispose();
        consumer.Dispose();
        consumer.Hint();
        consumer.Time.Advance(TimeSpan.FromHours(2));

        Assert.That(_reads, Is.Zero);
        Assert.That(consumer.Seen(), Is.Empty);
        Assert.That(consumer.Time.ArmedTimers, Is.Zero);
    }

    private int Count(SafeFileHandle handle, Span<byte> buffer, long offset)
    {
        _reads += offset == 0 ? 1 : 0;
        return RandomAccess.Read(handle, buffer, offset);
    }

    private FileConsumer StartHinted(TimeSpan? debounce = null)
    {
        var consumer = new FileConsumer(_folder["flags.json"], _folder["quiet/flags.json"], Count, options =>
        {
            options.PollInterval = TimeSpan.FromHours(1);
            options.Debounce = debounce ?? options.Debounce;
        }).Start();
        consumer.Taken();
        _reads = 0;
        return consumer;
    }
}
