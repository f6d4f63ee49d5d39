using System.Text;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using GrayFlags.Usage;
using NUnit.Framework;

namespace GrayFlags.Tests.Usage;

/// <summary>What was measured outlives the process, and a damaged file only begins it anew.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UsageRestartTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingLoggerFactory _log = new();

    private TempFolder _folder = null!;

    private string[] Files => [.. Directory.GetFiles(_folder.Path, "usage-*.gray")];

    [SetUp]
    public void Create() => _folder = new TempFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Restart_RemembersDaysAndTheLastCall_ButNotTheMinutes()
    {
        using (var first = Start())
        {
            first.IsEnabled("f");
            first.IsEnabled("f");
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        _clock.Advance(TimeSpan.FromHours(1));
        using var second = Start();
        second.IsEnabled("f");
        var usage = second.Usage.GetUsage("f")!;

        Assert.That(usage.Days, Is.EqualTo(new[] { new UsageDay(new DateOnly(2026, 1, 1), 3, 0) }));
        Assert.That((usage.On, usage.Since), Is.EqualTo((1L, new DateOnly(2026, 1, 1))));
        Assert.That(second.Usage.GetUsage("never")!.LastAskedAt, Is.Null);
    }

    // The process is killed: what was saved a moment ago is there.
    [Test]
    public void KilledProcess_LosesFiveMinutesAtMost()
    {
        using var first = Start();
        first.IsEnabled("f");
        _clock.Advance(TimeSpan.FromMinutes(5));
        first.IsEnabled("f");
        _clock.Advance(TimeSpan.FromSeconds(10));
        using var folder = new TempFolder();
        File.Copy(Files.Single(), Path.Combine(folder.Path, Path.GetFileName(Files.Single())));

        using var second = Start(folder.Path);
        Assert.That(second.Usage.GetUsage("f")!.Days.Single().On, Is.EqualTo(1));
    }

    [Test]
    public void DaysBefore_AndAfterARestart_AddUpToStale()
    {
        for (var day = 0; day < 7; day++)
        {
            using var flags = Start();
            flags.IsEnabled("f");
            _clock.Advance(TimeSpan.FromMinutes(1));
            _clock.Suspend(TimeSpan.FromHours(23));
            _clock.Advance(TimeSpan.FromMinutes(59));
        }

        using var last = Start();
        Assert.That((last.Usage.GetUsage("never")!.Stale, last.Usage.GetUsage("f")!.Stale), Is.EqualTo((StaleReason.NotAsked, StaleReason.None)));
    }

    [TestCase("")]
    [TestCase("no file of ours")]
    public void DamagedFile_IsSetAside_AndMeasuringGoesOn(string content)
    {
        using (Start())
        {
        }

        var path = Files.Single();
        File.WriteAllText(path, content);
        using var flags = Start();
        flags.IsEnabled("f");

        Assert.That(flags.Usage.GetUsage("f")!.On, Is.EqualTo(1));
        Assert.That(File.Exists(path + ".bad"), Is.True);
        Assert.That(_log.Entries.Count(entry => entry.EventId.Id == 243), Is.EqualTo(1));
    }

    [TestCase("""{ "days": null, "flags": { } }""")]
    [TestCase("""{ "flags": { "f": null } }""")]
    [TestCase("""{ "flags": { "f": { "since": "2026-01-01", "seenOn": "2026-01-01", "days": [[1]] } } }""")]
    [TestCase("""{ "flags": { "f": { "since": "2026-01-01", "seenOn": "2026-01-01", "days": [[-1, 0, 0]] } } }""")]
    [TestCase("""{ "flags": { "f": { "since": "2026-01-01", "seenOn": "2026-01-01", "days": [[1, -5, 0]] } } }""")]
    [TestCase("""{ "flags": { "f": { "since": "yesterday", "seenOn": "2026-01-01", "days": [] } } }""")]
    [TestCase("[")]
    public void State_OfAnotherShape_IsNone(string json) => Assert.That(UsageStateJson.Read(Encoding.UTF8.GetBytes(json)), Is.Null);

    [Test]
    public void State_IsReadAsItWasWritten()
    {
        var state = new UsageState
        {
            Days = [new DateOnly(2026, 1, 1)],
            WarnedAt = _clock.GetUtcNow(),
            Flags = new Dictionary<string, UsageState.FlagState>
            {
                ["灰度"] = new(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2), _clock.GetUtcNow(), [[739_982, 1, 2]]),
            },
        };
        var json = UsageStateJson.Write(state);

        Assert.That(UsageStateJson.Write(UsageStateJson.Read(json)!), Is.EqualTo(json));
        Assert.That(Encoding.UTF8.GetString(json), Does.Contain("灰度"));
    }

    // Thirty-five days of a flag, and none that is gone for as long.
    [Test]
    public void File_IsBounded()
    {
        var rules = new InMemoryRuleProvider();
        rules.SetJson("""{ "flags": { "f": true, "gone": true } }""");
        using (var flags = Start(rules: rules))
        {
            flags.IsEnabled("gone");
            for (var day = 0; day < 50; day++)
            {
                flags.IsEnabled("f");
                _clock.Suspend(TimeSpan.FromDays(1));
                rules.SetJson("""{ "flags": { "f": true } }""");
            }

            Assert.That(flags.Usage.GetUsage("f")!.Days, Has.Count.EqualTo(FlagLedger.MostDays));
        }

        var text = File.ReadAllText(Files.Single());
        Assert.That(text, Does.Contain("\"f\"").And.Not.Contain("gone"));
    }

    private GrayEvaluator Start(string? folder = null, InMemoryRuleProvider? rules = null)
    {
        if (rules is null)
        {
            rules = new InMemoryRuleProvider();
            rules.SetJson("""{ "flags": { "f": true, "never": true } }""");
        }

        return TestEvaluator.Create(rules, _clock, _log, options: options =>
        {
            options.MeasureUsage = true;
            options.StateDirectory = folder ?? _folder.Path;
        });
    }
}
