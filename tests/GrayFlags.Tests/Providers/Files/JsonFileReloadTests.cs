using GrayFlags.Providers.Files;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Files;

/// <summary>The ways in which a file changes, found by polling alone.</summary>
public sealed class JsonFileReloadTests
{
    private const string NotThere = "unavailable: " + FileText.Missing;
    private const string NotJson = "{ \"flags\": { ";

    private TempFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TempFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Start_GoodFile_IsLoadedOnce()
    {
        using var consumer = new FileConsumer(_folder.Write("flags.json", Json.Flag("a"))).Start();

        Assert.That(consumer.Seen(), Is.EqualTo(new[] { "a" }));
        Assert.That(consumer.Poll().Poll().Seen(), Is.Empty);
    }

    [TestCase(null, NotThere)]
    [TestCase(" \n", "invalid: the document is empty")]
    [TestCase("[]", "invalid: ")]
    public void Start_BadFile_IsReportedAtOnce(string? content, string expected)
    {
        var path = content is null ? _folder["flags.json"] : _folder.Write("flags.json", content);
        using var consumer = new FileConsumer(path).Start();

        Assert.That(consumer.Seen(), Has.Count.EqualTo(1).And.All.StartsWith(expected));
        Assert.That(consumer.Poll().Settle().Poll().Seen(), Is.Empty);
    }

    [Test]
    [Fault("F1")]
    [Platform(Exclude = "Win")]
    public void ConfigMap_Swap_IsLoadedOnceWithinOnePoll()
    {
        var volume = new K8sVolume(_folder["volume"], Json.Flag("a"));
        using var consumer = new FileConsumer(volume.FilePath).Start();
        volume.Swap(Json.Flag("b"));

        Assert.That(consumer.Poll().Poll().Settle().Seen(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    [Fault("F1")]
    [Platform(Exclude = "Win")]
    public void ConfigMap_HundredSwapsOfOneLength_EachIsLoadedOnce()
    {
        var volume = new K8sVolume(_folder["volume"], Json.Flag("f100"));
        using var consumer = new FileConsumer(volume.FilePath).Start();
        for (var swap = 101; swap <= 200; swap++)
        {
            volume.Swap(Json.Flag($"f{swap}"));
            consumer.Poll();
        }

        Assert.That(consumer.Seen(), Is.EqualTo(Enumerable.Range(100, 101).Select(number => $"f{number}")));
    }

    [Test]
    [Fault("F2")]
    public void TruncatedThenWritten_WithinDebounce_IsOneLoadAndNoFailure()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path).Start();
        _folder.Write("flags.json", "");
        consumer.Poll();
        _folder.Write("flags.json", Json.Flag("b")[..9]);
        consumer.Time.Advance(TimeSpan.FromMilliseconds(150));
        _folder.Write("flags.json", Json.Flag("b"));

        Assert.That(consumer.Settle().Poll().Seen(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    [Fault("F2")]
    public void Truncated_WrittenBackAsItWas_IsNothing()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path).Start();
        _folder.Write("flags.json", "");
        consumer.Poll();
        _folder.Write("flags.json", Json.Flag("a"));

        Assert.That(consumer.Settle().Poll().Seen(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    [Fault("F2")]
    public void Truncated_AndStays_IsReportedOnceAfterDebounce()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path).Start();
        consumer.Taken();
        _folder.Write("flags.json", "");

        Assert.That(consumer.Poll().Seen(), Is.Empty, "at first sight");
        Assert.That(consumer.Settle().Seen(), Is.EqualTo(new[] { "unavailable: " + FileText.Empty }));
        Assert.That(consumer.Poll().Poll().Seen(), Is.Empty, "while it stays");
    }

    [Test]
    [Fault("F2")]
    public void BadInANewWayAtEveryLook_IsReportedInTheEnd()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path).Start();
        consumer.Taken();
        consumer.Poll();
        for (var look = 0; look < 20; look++)
        {
            _folder.Write("flags.json", NotJson + new string(' ', look));
            consumer.Poll();
        }

        Assert.That(consumer.Seen(), Is.Not.Empty.And.All.StartsWith("invalid: "));
    }

    [Test]
    [Fault("F3")]
    public void Truncated_AtEveryLength_IsInvalidWithALineOnceAndTheWholeLoads()
    {
        var whole = LongDocument();
        var path = _folder.Write("flags.json", whole);
        using var consumer = new FileConsumer(path).Start();
        consumer.Taken();
        for (var length = 0; length < whole.Length; length++)
        {
            _folder.Write("flags.json", whole[..length]);
            var loads = consumer.Poll().Settle().Taken();

            Assert.That(loads, Has.Count.EqualTo(1), $"cut at {length}");
            Assert.That(loads[0].Document, Is.Null, $"cut at {length}");
            Assert.That(
                length == 0 ? loads[0].Reason is not null : loads[0].Problems[0] is { Line: > 0 } problem && problem.Source == path,
                $"cut at {length}");
        }

        _folder.Write("flags.json", whole);
        Assert.That(consumer.Poll().Taken().Single().Document!.Flags, Has.Count.EqualTo(32));
    }

    [Test]
    [Fault("F4")]
    public void Deleted_ThenCreatedAgain_IsOneFailureAndThenLoaded()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path).Start();
        File.Delete(path);
        consumer.Poll().Poll();
        _folder.Write("flags.json", Json.Flag("a"));

        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "a", NotThere, "a" }));
    }

    [Test]
    [Fault("F5")]
    public void BadAndGood_FiftyTimesInTurn_EveryOneIsDelivered()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path).Start();
        consumer.Taken();
        for (var turn = 0; turn < 50; turn++)
        {
            _folder.Write("flags.json", NotJson);
            Assert.That(consumer.Poll().Settle().Seen(), Has.Count.EqualTo(1).And.All.StartsWith("invalid: "), $"bad, turn {turn}");

            _folder.Write("flags.json", Json.Flag("a"));
            Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "a" }), $"good, turn {turn}");
        }
    }

    [Test]
    [Fault("F6")]
    public void Changed_SameLengthAndTimeStamp_IsLoaded()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        var stamp = File.GetLastWriteTimeUtc(path);
        using var consumer = new FileConsumer(path).Start();
        _folder.Write("flags.json", Json.Flag("b"));
        File.SetLastWriteTimeUtc(path, stamp);

        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Touched_SameContent_IsNothing()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path).Start();
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void ReplacedByRename_IsLoaded()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path).Start();
        File.Move(_folder.Write("flags.json.tmp", Json.Flag("b")), path, overwrite: true);

        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    [Fault("F17")]
    public void NeverChanged_ForAnHour_LoadsAndLogsNothing()
    {
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path).Start();
        consumer.Time.Advance(TimeSpan.FromHours(1));

        Assert.That(consumer.Seen(), Is.EqualTo(new[] { "a" }));
        Assert.That(consumer.Logger.Entries, Is.Empty);
    }

    private static string LongDocument()
    {
        var flags = Enumerable.Range(10, 32).Select(number => $$"""    "flag-{{number}}": { "description": "number {{number}}", "default": true }""");
        return "{\n  \"flags\": {\n" + string.Join(",\n", flags) + "\n  }\n}";
    }
}
