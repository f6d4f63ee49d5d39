using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 2: a snapshot pins the rule set and now.</summary>
[Fault("T3")]
public sealed class SnapshotTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly GrayContext User = new("u");

    [Test]
    public void Snapshot_PinsRulesAndVersion()
    {
        var provider = new InMemoryRuleProvider();
        provider.SetJson("""{ "version": 1, "flags": { "f": true } }""");
        using var evaluator = TestEvaluator.Create(provider);
        var snapshot = evaluator.CreateSnapshot();

        provider.SetJson("""{ "version": 2, "flags": { "f": false, "g": true } }""");

        Assert.That(snapshot.IsEnabled("f", User), Is.True);
        Assert.That(snapshot.IsEnabled("f"), Is.True);
        Assert.That(snapshot.Evaluate("g", User).Error, Is.EqualTo(DecisionError.FlagNotFound));
        Assert.That(snapshot.Explain("f", User).Decision, Is.EqualTo(snapshot.Evaluate("f", User)));
        Assert.That(snapshot.Version, Does.StartWith("1+"));
        Assert.That(snapshot.Evaluate("f").Version, Is.EqualTo(snapshot.Version));
        Assert.That(evaluator.CreateSnapshot().Version, Does.StartWith("2+").And.EqualTo(evaluator.Status.Version));
    }

    [Test]
    public void Snapshot_OfAnInstant_AnswersAsOfThen()
    {
        var clock = new ManualTimeProvider(Start);
        using var evaluator =
            TestEvaluator.Create("""{ "flags": { "f": { "rules": { "r": { "window": { "start": "2026-12-12T20:00:00+08:00" } } } } } }""", clock);
        var evening = new DateTimeOffset(2026, 12, 12, 20, 0, 0, TimeSpan.FromHours(8));

        Assert.That(evaluator.CreateSnapshot(evening).IsEnabled("f"), Is.True);
        Assert.That(evaluator.CreateSnapshot(evening).Now, Is.EqualTo(evening));
        Assert.That(evaluator.CreateSnapshot(evening).CreateSnapshot(evening.AddTicks(-1)).IsEnabled("f"), Is.False);
        Assert.That(evaluator.IsEnabled("f"), Is.False);
    }

    [Test]
    public void Snapshot_PinsNow()
    {
        var clock = new ManualTimeProvider(Start);
        using var evaluator = TestEvaluator.Create("""{ "flags": { "f": { "rules": { "r": { "window": { "end": "2026-11-21T12:00:01Z" } } } } } }""", clock);
        var snapshot = evaluator.CreateSnapshot();
        var flag = snapshot.GetFlag("f");

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(evaluator.IsEnabled("f", User), Is.False);
        Assert.That(snapshot.IsEnabled("f", User), Is.True);
        Assert.That(snapshot.Evaluate("f", User).Enabled, Is.True);
        Assert.That(snapshot.Explain("f", User).Decision.Enabled, Is.True);
        Assert.That(flag.IsEnabled(User), Is.True);
        Assert.That(snapshot.Now, Is.EqualTo(Start));
        Assert.That(snapshot.Now.Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(evaluator.CreateSnapshot().IsEnabled("f", User), Is.False);
    }

    [Test]
    public void Snapshot_OfASnapshot_IsPinnedToo()
    {
        var clock = new ManualTimeProvider(Start);
        var provider = new InMemoryRuleProvider();
        provider.SetJson("""{ "flags": { "f": true } }""");
        using var evaluator = TestEvaluator.Create(provider, clock);
        var snapshot = evaluator.CreateSnapshot();

        clock.Advance(TimeSpan.FromHours(1));
        provider.SetJson("""{ "flags": { "f": false } }""");
        var second = snapshot.CreateSnapshot();

        Assert.That(second.IsEnabled("f", User), Is.True);
        Assert.That(second.Now, Is.EqualTo(Start));
        Assert.That(second.Version, Is.EqualTo(snapshot.Version));
    }

    // Answers depend on the flag and on the context: nothing is remembered from one call to the next.
    [Test]
    public void Snapshot_OfTwoContexts_AnswersEach()
    {
        using var evaluator = GrayEvaluator.FromJson("""{ "flags": { "f": { "rules": { "r": { "users": ["u"] } } } } }""");
        var snapshot = evaluator.CreateSnapshot();

        Assert.That(snapshot.IsEnabled("f", User), Is.True);
        Assert.That(snapshot.IsEnabled("f", new GrayContext("v")), Is.False);
        Assert.That(snapshot.IsEnabled("f", User), Is.True);
        Assert.That(snapshot.IsEnabled("f", null), Is.False);
    }

    [Test]
    public void Snapshot_BeforeAnyRules_StaysNotReady()
    {
        var provider = new InMemoryRuleProvider();
        using var evaluator = TestEvaluator.Create(provider);
        var snapshot = evaluator.CreateSnapshot();

        provider.SetJson("""{ "flags": { "f": true } }""");

        Assert.That(snapshot.Evaluate("f", User).ToString(), Is.EqualTo("off: Error/NotReady"));
        Assert.That(snapshot.Version, Is.Empty);
        Assert.That(evaluator.IsEnabled("f", User), Is.True);
    }
}
