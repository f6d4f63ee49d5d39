using System.Text;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Publishing;
using GrayFlags.Usage;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Usage;

/// <summary>The usage of a fleet is one, outlives each instance, and a store that is away makes no flag stale.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FleetUsageTests
{
    private const string Name = "shop.usage";

    private readonly StoreRig _rig = new();

    [SetUp]
    public Task Publish() => _rig.Store.WriteAsync(
        new StoredDocument("shop", 1, default, "ann", "a test", Encoding.UTF8.GetBytes("""{ "flags": { "f": true, "g": true } }""")), 0, default);

    [TearDown]
    public void Stop() => _rig.Dispose();

    [Test]
    public void Calls_OfAllNodes_AddUp_OnEachOfThem()
    {
        var (one, two) = (Start("web-1"), Start("web-2"));
        Ask(one, "f", 3);
        Ask(two, "f", 4);
        Hours(3);

        Assert.That((UsageOf(one, "f").Days.Single().On, UsageOf(two, "f").Days.Single().On), Is.EqualTo((7L, 7L)));
        Assert.That(one.Evaluator.Usage.IsOfFleet, Is.True);
        Assert.That((UsageOf(one, "g").LastAskedAt, UsageOf(one, "f").LastAskedAt), Is.EqualTo(((DateTimeOffset?)null, UsageOf(two, "f").LastAskedAt)));
    }

    // What the store has not got yet counts here at once, and once.
    [Test]
    public void Calls_OfThisNode_CountBeforeTheyAreSent_AndAfter()
    {
        var one = Start("web-1");
        Ask(one, "f", 3);
        Hours(2);
        Ask(one, "f", 2);

        Assert.That(UsageOf(one, "f").Days.Single().On, Is.EqualTo(5));
        Hours(5);
        Assert.That(UsageOf(one, "f").Days.Single().On, Is.EqualTo(5));
        Assert.That(Stored().Flags["f"].Days.Single(), Is.EqualTo(new[] { Today, 5L, 0 }));
    }

    [Test]
    public void Pod_WithoutADisk_ForgetsNothing_AndItsEndIsKept()
    {
        var first = Start("web-1");
        Ask(first, "f", 3);
        first.Stop();
        var second = Start("web-2");
        Hours(1);

        Assert.That(UsageOf(second, "f").Days.Single().On, Is.EqualTo(3));
    }

    [Test]
    public void Flag_IsStale_OnlyIfNoNodeAskedForIt()
    {
        var (one, two) = (Start("web-1"), Start("web-2"));
        for (var day = 0; day < 9; day++)
        {
            Ask(two, "f", 1);
            Days(1);
        }

        Assert.That((UsageOf(one, "f").Stale, UsageOf(one, "g").Stale), Is.EqualTo((StaleReason.None, StaleReason.NotAsked)));
        Assert.That((UsageOf(two, "f").Stale, UsageOf(two, "g").Stale), Is.EqualTo((StaleReason.None, StaleReason.NotAsked)));
    }

    // The other node asks every day, and this one cannot hear of it.
    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Store_Away_MakesNoFlagStale(bool isCut, bool hangs)
    {
        var (one, two) = (Start("web-1"), Start("web-2"));
        Ask(two, "f", 1);
        Hours(2);
        (one.Link.IsCut, one.Link.Hangs) = (isCut, hangs);
        for (var day = 0; day < 12; day++)
        {
            Ask(two, "f", 1);
            Days(1);
        }

        Assert.That(UsageOf(one, "f").Stale, Is.EqualTo(StaleReason.None));
        Assert.That(UsageOf(two, "g").Stale, Is.EqualTo(StaleReason.NotAsked));
        Assert.That(one.IsOn("f"), Is.True);
        Assert.That(one.Logs.Entries.Count(entry => entry.EventId.Id == 273), Is.EqualTo(1));
    }

    [Test]
    public void Store_NeverReached_NothingIsStale_AndWhatWasCountedFollows()
    {
        var one = Start("web-1", link => link.BreaksUsage = true);
        Ask(one, "f", 2);
        Days(9);
        Assert.That(UsageOf(one, "g").Stale, Is.EqualTo(StaleReason.None));

        // What has waited comes first, and the days since then an hour later.
        one.Link.BreaksUsage = false;
        Hours(3);
        Assert.That(Stored().Flags["f"].Days.Select(day => day[1]), Is.EqualTo(new[] { 2L }));
        Assert.That(UsageOf(one, "g").Stale, Is.EqualTo(StaleReason.NotAsked));
    }

    // Each write is done, and its answer is lost, for hours.
    [Test]
    public void Answers_Lost_CountOnce()
    {
        var one = Start("web-1");
        Hours(2);
        one.Link.LosesWrites = true;
        for (var hour = 0; hour < 5; hour++)
        {
            Ask(one, "f", 1);
            Hours(1);
        }

        one.Link.LosesWrites = false;
        Hours(2);

        Assert.That(UsageOf(one, "f").Days.Single().On, Is.EqualTo(5));
        Assert.That(Stored().Flags["f"].Days.Single()[1], Is.EqualTo(5));
    }

    // Killed after its write and before its file knew of it; the next run has the file.
    [Test]
    public void Restart_AfterALostAnswer_CountsOnce()
    {
        using var folder = new TempFolder();
        var one = Start("web-1", stateDirectory: folder.Path);
        Hours(1);
        Ask(one, "f", 3);
        one.Link.LosesWrites = true;
        one.Stop();
        var two = Start("web-1", stateDirectory: folder.Path);
        Hours(2);

        Assert.That(UsageOf(two, "f").Days.Single().On, Is.EqualTo(3));
        Assert.That(Stored().Flags["f"].Days.Single()[1], Is.EqualTo(3));
    }

    [Test]
    public void Restart_WithoutTheStore_KeepsWhatWasNotSent()
    {
        using var folder = new TempFolder();
        var one = Start("web-1", stateDirectory: folder.Path);
        Hours(1);
        Ask(one, "f", 3);
        one.Link.IsCut = true;
        one.Stop();
        var two = Start("web-1", stateDirectory: folder.Path);
        Ask(two, "f", 1);
        Hours(2);

        Assert.That(Stored().Flags["f"].Days.Single()[1], Is.EqualTo(4));
    }

    [Test]
    public void StaleFlag_ThatIsAsked_IsToldAtOnce()
    {
        var one = Start("web-1");
        Days(8);
        Assert.That(UsageOf(one, "g").Stale, Is.EqualTo(StaleReason.NotAsked));

        // Just written: the next time would be in an hour.
        var version = Version();
        while (Version() == version)
        {
            _rig.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Ask(one, "g", 1);
        _rig.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(Stored().Flags["g"].LastAskedAt, Is.EqualTo(_rig.Time.GetUtcNow()));
    }

    [Test]
    public void Store_ThatHasLostItAll_IsGivenIt()
    {
        var one = Start("web-1");
        Ask(one, "f", 3);
        Hours(2);
        var (lost, store) = (Stored(), new InMemoryDocumentStore(_rig.Time));
        _rig.Store = store;
        Hours(2);

        Assert.That(Stored().Flags["f"].Days.Single(), Is.EqualTo(lost.Flags["f"].Days.Single()));
    }

    [Test]
    public async Task Text_ThatCannotBeRead_IsReplaced()
    {
        await _rig.Store.WriteAsync(new StoredDocument(Name, 1, default, "x", "x", "no text of ours"u8.ToArray()), 0, default);
        var one = Start("web-1");
        Ask(one, "f", 3);
        Hours(1);

        Assert.That(Stored().Flags["f"].Days.Single()[1], Is.EqualTo(3));
        Assert.That(one.Logs.Entries.Count(entry => entry.EventId.Id == 274), Is.EqualTo(1));
    }

    [Fault("G25")]
    [Test]
    public void Text_OfWhichTheStoreHasAPart_IsReplacedAboveItsNumber()
    {
        var one = Start("web-1");
        Ask(one, "f", 3);
        Hours(2);
        var version = _rig.Halves[Name] = Version();
        Ask(one, "f", 2);
        Hours(2);

        Assert.That(Version(), Is.GreaterThan(version));
        Assert.That(Stored().Flags["f"].Days.Single()[1], Is.EqualTo(5), "what this node knew is not lost");
        Assert.That(one.Logs.Entries.Count(entry => entry.EventId.Id == 274), Is.EqualTo(1));
    }

    [Test]
    public async Task Text_HasNoHistory()
    {
        Start("web-1");
        Hours(30);

        Assert.That(await _rig.Store.ReadHistoryAsync(Name, long.MaxValue, 100, default), Has.Count.EqualTo(1));
        Assert.That(Version(), Is.GreaterThan(20));
    }

    [Test]
    public void NodeThatMayOnlyRead_KnowsWhatOthersHaveCounted()
    {
        var (one, two) = (Start("web-1", link => link.IsReadOnly = true), Start("web-2"));
        Ask(one, "f", 1);
        Ask(two, "f", 2);
        Hours(4);

        Assert.That((UsageOf(one, "f").Days.Single().On, UsageOf(two, "f").Days.Single().On), Is.EqualTo((3L, 2L)));
    }

    [Test]
    public void NotMeasured_NothingIsWritten()
    {
        _rig.Start("web-1");
        Hours(2);

        Assert.That(_rig.Store.ReadLatestAsync(Name, default).Result, Is.Null);
    }

    private static FlagUsage UsageOf(StoreRig.Node node, string flag) => node.Evaluator.Usage.GetUsage(flag)!;

    private static void Ask(StoreRig.Node node, string flag, int times)
    {
        for (var time = 0; time < times; time++)
        {
            node.IsOn(flag);
        }
    }

    private long Today => DateOnly.FromDateTime(_rig.Time.GetUtcNow().UtcDateTime).DayNumber;

    private FleetRecord Stored() => UsageStateJson.ReadFleet(_rig.Store.ReadAsync(Name, null, default).Result!.Utf8Json.Span)!;

    private long Version() => _rig.Store.ReadLatestAsync(Name, default).Result!.Version;

    private void Hours(int hours) => _rig.Time.Advance(TimeSpan.FromHours(hours));

    // Nobody asks for most of a day: the timers of each ten seconds are not missed.
    private void Days(int days)
    {
        for (var day = 0; day < days; day++)
        {
            _rig.Time.Suspend(TimeSpan.FromHours(22));
            Hours(2);
        }
    }

    private StoreRig.Node Start(string name, Action<StoreLink>? link = null, string? stateDirectory = null) => _rig.Start(
        name, stateDirectory, builder => builder.Services.Configure<GrayFlagsOptions>(options => options.MeasureUsage = true), link);
}
