using System.Globalization;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using GrayFlags.Usage;
using NUnit.Framework;

namespace GrayFlags.Tests.Usage;

/// <summary>Which flags are asked for, how often, with which answers, and when one looks stale.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UsageTests
{
    private const string Json = """
        { "flags": {
            "on": true, "off": false, "gold": { "rules": { "r": { "users": ["ann"] } } },
            "colours": { "default": "a", "variants": { "a": { "value": 1 }, "b": { "value": 2 } } },
            "switch": { "tags": ["Permanent"], "rules": { "r": { "users": ["ann"] } } },
            "old": { "expires": "2026-01-05", "default": false } } }
        """;

    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingLoggerFactory _log = new();
    private readonly InMemoryRuleProvider _rules = new();

    private GrayEvaluator _flags = null!;

    [SetUp]
    public void Start()
    {
        _rules.SetJson(Json);
        _flags = Create();
    }

    [TearDown]
    public void Stop() => _flags.Dispose();

    [Test]
    public void Off_IsNotMeasured()
    {
        using var other = TestEvaluator.Create(Json);
        other.IsEnabled("on");

        Assert.That((other.Usage.IsMeasured, other.Usage.GetAll().Count, other.Usage.GetUsage("on")), Is.EqualTo((false, 0, (FlagUsage?)null)));
    }

    [Test]
    public void Calls_OfEveryKind_AreCounted_AndExplainIsNot()
    {
        var (ann, bob) = (new GrayContext("ann"), new GrayContext("bob"));
        _flags.IsEnabled("gold", ann);
        _flags.Evaluate("GOLD", bob);
        _flags.GetFlag("gold").IsEnabled(bob);
        _flags.Begin("gold", bob).Dispose();
        _flags.CreateSnapshot().IsEnabled("gold", bob);
        _flags.EvaluateAll(bob, FlagSelection.All);
        _flags.Explain("gold", bob);
        _clock.Advance(TimeSpan.FromMinutes(1));

        var usage = _flags.Usage.GetUsage("Gold")!;
        Assert.That((usage.Flag, usage.On, usage.Off, usage.PerMinute), Is.EqualTo(("gold", 1L, 5L, 6.0)));
        Assert.That(usage.OnShare, Is.EqualTo(1 / 6.0).Within(1e-12));
        Assert.That(usage.LastAskedAt, Is.EqualTo(_clock.GetUtcNow().AddSeconds(-50)), "seen at the first look after it");
        Assert.That(usage.Days, Is.EqualTo(new[] { new UsageDay(new DateOnly(2026, 1, 1), 1, 5) }));
        Assert.That(_flags.Usage.GetUsage("nothing"), Is.Null);
    }

    [Test]
    public void Minutes_GoBy()
    {
        for (var minute = 0; minute < 10; minute++)
        {
            Ask("on", minute);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        // The last five: 5 + 6 + 7 + 8 + 9.
        var usage = _flags.Usage.GetUsage("on")!;
        Assert.That((usage.On, usage.PerMinute), Is.EqualTo((35L, 7.0)));
        Assert.That(usage.Steps.Select(step => step.On), Is.EqualTo(new[] { 5L, 6, 7, 8, 9 }));
        _clock.Advance(TimeSpan.FromMinutes(5));
        usage = _flags.Usage.GetUsage("on")!;
        Assert.That((usage.On, usage.PerMinute, usage.OnShare, usage.Steps.Count), Is.EqualTo((0L, 0.0, (double?)null, 0)));
        Assert.That(usage.Days.Single().On, Is.EqualTo(45));
    }

    [Test]
    public void Reload_GoesOn_AndAFlagThatIsGoneIsNotShown()
    {
        Ask("on", 3);
        _rules.SetJson("""{ "flags": { "on": true } }""");
        Ask("on", 2);

        Assert.That(_flags.Usage.GetAll().Select(usage => (usage.Flag, usage.On)), Is.EqualTo(new[] { ("on", 5L) }));
        _rules.SetJson(Json);
        Ask("on", 1);
        Assert.That(_flags.Usage.GetUsage("on")!.On, Is.EqualTo(6));
    }

    // Somebody else's listener counts, too; what was counted before measuring began has no time.
    [Test]
    public void Listener_OfSomebodyElse_ChangesNothing()
    {
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "GrayFlags")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.Start();
        Ask("on", 3);
        listener.RecordObservableInstruments();
        Ask("on", 4);

        Assert.That(_flags.Usage.GetUsage("on")!.On, Is.EqualTo(7));
    }

    [Test]
    public void NotAskedForSevenDays_LooksStale_AndNotEarlier()
    {
        Days(6, "on");
        Assert.That(Reasons(), Is.EqualTo("Expired"));
        Days(1, "on");

        Assert.That(Reasons(), Is.EqualTo("colours:NotAsked gold:NotAsked off:NotAsked old:Expired"));
        Assert.That(_flags.Usage.GetUsage("gold")!.StaleText, Is.EqualTo("not asked since it was first measured, 7 days"));
        Ask("gold", 1);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Days(6, "on");
        Assert.That(_flags.Usage.GetUsage("gold")!.Stale, Is.EqualTo(StaleReason.None));
        Days(1, "on");
        Assert.That(_flags.Usage.GetUsage("gold")!.StaleText, Is.EqualTo("not asked for 7 days"));
    }

    // The program was not running: nobody could ask.
    [Test]
    public void DaysWithoutMeasuring_AreNoReason()
    {
        Days(3, "on");
        _clock.Suspend(TimeSpan.FromDays(8));

        Assert.That(_flags.Usage.GetUsage("gold")!.Stale, Is.EqualTo(StaleReason.None));
    }

    [Test]
    public void OneAnswerForThirtyDays_LooksStale()
    {
        Days(28, "on", "off", "gold", "colours", "switch");
        Assert.That(Reasons(), Is.EqualTo("Expired"), "today is the 29th day");
        _flags.IsEnabled("gold", new GrayContext("ann"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Days(1, "on", "off", "gold", "colours", "switch");

        Assert.That(Reasons(), Is.EqualTo("off:OneAnswer old:Expired on:OneAnswer"));
        Assert.That(_flags.Usage.GetUsage("off")!.StaleText, Is.EqualTo("off for everyone for 30 days"));
        Days(28, "on", "off", "gold", "colours", "switch");
        Assert.That(_flags.Usage.GetUsage("gold")!.Stale, Is.EqualTo(StaleReason.None), "another answer, 29 days ago");
        Days(1, "on", "off", "gold", "colours", "switch");
        Assert.That(_flags.Usage.GetUsage("gold")!.Stale, Is.EqualTo(StaleReason.OneAnswer));
    }

    [TestCase(RolloutPhase.Running, StaleReason.None)]
    [TestCase(RolloutPhase.Completed, StaleReason.OneAnswer)]
    [TestCase(RolloutPhase.RolledBack, StaleReason.OneAnswer)]
    public async Task Rollout_OnItsWay_IsExpectedToGiveOneAnswer(RolloutPhase phase, StaleReason expected)
    {
        _rules.SetJson("""{ "flags": { "f": { "rollout": { "stages": [{ "name": "all", "percentage": 100, "advance": "approval" }] } } } }""");
        _clock.Advance(TimeSpan.FromSeconds(1));
        if (phase == RolloutPhase.Completed)
        {
            await _flags.Rollouts.PromoteAsync("f", "eve", "x");
        }
        else if (phase == RolloutPhase.RolledBack)
        {
            await _flags.Rollouts.RollbackAsync("f", "eve", "x");
        }

        Days(31, "f");
        Assert.That(_flags.Rollouts.GetStatus("f")!.Record.Phase, Is.EqualTo(phase));
        Assert.That(_flags.Usage.GetUsage("f")!.Stale, Is.EqualTo(expected));
    }

    [Test]
    public void Stale_IsLoggedOnceADay()
    {
        Days(6, "on");
        Assert.That(Warnings(), Is.Empty);
        Days(3, "on");

        Assert.That(Warnings(), Has.Count.EqualTo(3));
        Assert.That(Warnings()[0], Does.StartWith("3 flags look stale").And.Contain("'gold' (not asked since it was first measured, 7 days)"));
        Assert.That(Warnings()[0], Does.Not.Contain("'old'"), "of those that have expired, the status warns");
    }

    [Test]
    [NonParallelizable]
    public void Call_AllocatesNothing()
    {
        var (ann, gold) = (new GrayContext("ann"), _flags.GetFlag("gold"));

        Assert.That(Allocation.Least(100_000, _ => _flags.IsEnabled("gold", ann)), Is.Zero);
        Assert.That(Allocation.Least(100_000, _ => gold.IsEnabled(ann)), Is.Zero);
        Assert.That(Allocation.Least(100_000, _ => _flags.GetValue("colours", ann, 0)), Is.Zero);
    }

    [Test]
    public void Dispose_LeavesNoTimer()
    {
        _flags.Dispose();

        Assert.That(_clock.ArmedTimers, Is.Zero);
    }

    [Test]
    public void TenThousandFlags_AreMeasured_AndNoMore()
    {
        _rules.SetJson(Many("f"));
        Assert.That(_flags.Usage.GetAll(), Has.Count.EqualTo(UsageMeter.MostFlags));
        _rules.SetJson(Many("g"));
        Ask("g9", 2);

        Assert.That(_flags.Usage.GetAll(), Has.Count.EqualTo(UsageMeter.MostFlags), "those before are gone, and make room");
        Assert.That(_flags.Usage.GetUsage("g9")!.On, Is.EqualTo(2));

        static string Many(string prefix) =>
            $$"""{ "flags": { {{string.Join(',', Enumerable.Range(0, UsageMeter.MostFlags).Select(number => $"\"{prefix}{number}\": true"))}} } }""";
    }

    private GrayEvaluator Create() => TestEvaluator.Create(
        _rules, _clock, _log, options: static options => options.MeasureUsage = true,
        builder: static builder => builder.AddRolloutStore(new InMemoryRolloutStore()));

    private void Ask(string flag, int times)
    {
        for (var time = 0; time < times; time++)
        {
            _flags.IsEnabled(flag, new GrayContext("bob"));
        }
    }

    /// <summary>Days on each of which these flags are asked for.</summary>
    private void Days(int count, params string[] asked)
    {
        for (var day = 0; day < count; day++)
        {
            foreach (var flag in asked)
            {
                Ask(flag, 1);
            }

            _clock.Suspend(TimeSpan.FromDays(1));
            foreach (var flag in asked)
            {
                Ask(flag, 1);
            }

            _clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private string Reasons()
    {
        var stale = _flags.Usage.GetAll().Where(usage => usage.Stale != StaleReason.None).ToList();
        return stale is [{ Flag: "old" }]
            ? stale[0].Stale.ToString()
            : string.Join(' ', stale.Select(usage => string.Create(CultureInfo.InvariantCulture, $"{usage.Flag}:{usage.Stale}")));
    }

    private List<string> Warnings() => [.. _log.Entries.Where(entry => entry.EventId.Id == 270).Select(entry => entry.Message)];
}
