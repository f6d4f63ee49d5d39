using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>A document that is tried: its problems, and whose answers would change. Nothing changes by it.</summary>
public sealed class PreviewTests
{
    private const string Json = """
        { "flags": {
            "half": { "rules": { "r": { "percentage": 50 } } }, "needs": { "rules": { "r": { "requires": ["half"] } } }, "gone": true,
            "colour": { "default": "a", "variants": { "a": { "value": 1 }, "b": { "value": 2 } } },
            "killed": true } }
        """;

    private static readonly List<GrayContext> Users = [.. Enumerable.Range(0, 1_000).Select(static number => new GrayContext($"user-{number}"))];

    [Test]
    public async Task Flips_AreThoseThatPublishingBrings()
    {
        using var flags = Create(out var rules);
        await flags.TurnOffAsync("killed", "eve", "x");
        var draft = FlagDocument.Parse("""
            { "flags": {
                "half": { "rules": { "r": { "percentage": 75 } } }, "needs": { "rules": { "r": { "requires": ["half"] } } }, "new": true,
                "colour": { "default": "b", "variants": { "a": { "value": 1 }, "b": { "value": 2 } } },
                "killed": { "default": true } } }
            """);
        var before = Users.Select(user => Answers(flags, user)).ToList();

        var preview = flags.Preview("memory", draft, Users);
        Assert.That(flags.Status.Generation, Is.EqualTo(2), "by the switch, and not by the preview");
        rules.Set(draft);
        var after = Users.Select(user => Answers(flags, user)).ToList();

        var turnedOn = before.Zip(after).Count(static pair => !pair.First.Half && pair.Second.Half);
        Assert.That(turnedOn, Is.InRange(200, 300), "a quarter");
        Assert.That(preview.Problems, Is.Empty);
        Assert.That((preview.Contexts, preview.IsOfRecentContexts), Is.EqualTo((1_000, false)));
        Assert.That(preview.Flips, Is.EqualTo(new[]
        {
            new FlagFlips("colour", 0, 0, 1_000, 0), new FlagFlips("gone", 0, 1_000, 0, 0), new FlagFlips("new", 1_000, 0, 0, 0),
            new FlagFlips("half", turnedOn, 0, 0, 0), new FlagFlips("needs", turnedOn, 0, 0, 0),
        }));
        Assert.That((preview.Before.Flags.ContainsKey("gone"), preview.After.Flags.ContainsKey("new")), Is.EqualTo((true, true)));
    }

    [Test]
    public void Value_OfTheSameVariant_IsAFlip()
    {
        using var flags = Create(out _);
        var draft = FlagDocument.Parse(Json.Replace("\"value\": 1", "\"value\": 7", StringComparison.Ordinal));

        Assert.That(flags.Preview("memory", draft, Users).Flips, Is.EqualTo(new[] { new FlagFlips("colour", 0, 0, 0, 1_000) }));
    }

    [Test]
    public void Draft_ThatIsTheSame_FlipsNobody_AlsoWhereChanceDecides()
    {
        const string chance = """{ "flags": { "f": { "rules": { "r": { "percentage": { "of": 50, "by": "request" } } } } } }""";
        using var flags = TestEvaluator.Create(chance);

        Assert.That(flags.Preview("memory", FlagDocument.Parse(chance), Users).Flips, Is.Empty);
    }

    [Test]
    public void Draft_ThatWouldBeRefused_HasItsProblems()
    {
        using var flags = Create(out _);
        var preview = flags.Preview("memory", FlagDocument.Parse("""{ "flags": { "f": { "rules": { "r": { "segments": ["nobody"] } } } } }"""), Users);

        Assert.That(preview.Problems.Single().Path, Is.EqualTo("flags.f.rules.r.segments"));
        Assert.That((preview.Contexts, preview.Flips.Count, preview.After), Is.EqualTo((0, 0, preview.Before)));
    }

    // Beside the other sources: the later one wins, whatever the draft says.
    [Test]
    public void Draft_IsMergedWhereItsProviderStands()
    {
        var (first, second) = (new InMemoryRuleProvider(name: "first"), new InMemoryRuleProvider(name: "second"));
        first.SetJson("""{ "flags": { "f": true } }""");
        second.SetJson("""{ "flags": { "g": true } }""");
        using var flags = GrayEvaluator.Create(builder => builder.AddProvider(first).AddProvider(second));
        var draft = FlagDocument.Parse("""{ "flags": { "f": false, "g": false } }""");

        Assert.That(flags.Preview("first", draft, Users).Flips.Select(static flips => flips.Flag), Is.EqualTo(new[] { "f" }));
        Assert.That(flags.Preview("second", draft, Users).Flips.Select(static flips => flips.Flag), Is.EqualTo(new[] { "f", "g" }));
    }

    [Test]
    public async Task Rollout_KeepsItsStage()
    {
        const string rollout = """
            { "flags": { "f": { "description": "x", "rollout": { "stages": [{ "name": "s0", "percentage": 10 }, { "name": "all", "percentage": 100 }],
              "guards": { "errors": { "metric": "error" } } } } } }
            """;
        var clock = new ManualTimeProvider();
        using var flags = TestEvaluator.Create(
            new InMemoryRuleProvider(FlagDocument.Parse(rollout)), clock, builder: builder => builder.AddRolloutStore(new InMemoryRolloutStore()));
        clock.Advance(TimeSpan.FromSeconds(1));
        await flags.Rollouts.PromoteAsync("f", "eve", "x");
        var draft = FlagDocument.Parse(rollout.Replace("\"x\"", "\"y\"", StringComparison.Ordinal));

        Assert.That(flags.Rollouts.GetStatus("f")!.StageName, Is.EqualTo("all"));
        Assert.That(flags.Preview("memory", draft, Users).Flips, Is.Empty);
    }

    [Test]
    public void RecentContexts_AreAsked_WhereTheAppKeepsThem()
    {
        using var flags = TestEvaluator.Create(
            new InMemoryRuleProvider(FlagDocument.Parse(Json)), options: static options => options.KeepRecentContexts = true);
        var draft = FlagDocument.Parse("""{ "flags": { "half": false } }""");
        Assert.That(flags.Preview("memory", draft, Users).IsOfRecentContexts, Is.False, "none yet");
        for (var number = 0; number < 1_500; number++)
        {
            var context = new GrayContext($"guest-{number}");
            flags.IsEnabled("half", context);
            flags.Evaluate("gone", context);
        }

        flags.IsEnabled("half", GrayContext.Anonymous);
        var preview = flags.Preview("memory", draft, Users);

        Assert.That((preview.Contexts, preview.IsOfRecentContexts), Is.EqualTo((1_000, true)));
        Assert.That(preview.Flips.Single(static flips => flips.Flag == "gone").Off, Is.EqualTo(1_000));
    }

    [Test]
    [NonParallelizable]
    public void RecentContexts_CostNoMemoryACall()
    {
        using var flags = TestEvaluator.Create(
            new InMemoryRuleProvider(FlagDocument.Parse(Json)), options: static options => options.KeepRecentContexts = true);

        Assert.That(Allocation.Least(10_000, call => flags.IsEnabled("half", Users[call % 1_000])), Is.Zero);
    }

    // A look at the clock takes ten milliseconds here: two hundred of them are two seconds.
    [Test]
    public void SlowAnswers_EndAfterTwoSeconds_OverFewerUsers_ForEveryFlagAlike()
    {
        using var flags = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), new SlowClock());
        var preview = flags.Preview("memory", FlagDocument.Parse("""{ "flags": { "new": true } }"""), Users);

        Assert.That(preview.Contexts, Is.InRange(20, 40), "six flags");
        Assert.That(preview.IsCutShort, Is.True);
        Assert.That(preview.Flips.Single(static flips => flips.Flag == "new").On, Is.EqualTo(preview.Contexts));
        Assert.That(preview.Flips.Single(static flips => flips.Flag == "gone").Off, Is.EqualTo(preview.Contexts));
    }

    [Test]
    public void WhoLeaves_EndsTheAsking()
    {
        using var leaving = new CancellationTokenSource();
        var clock = new SlowClock();
        using var flags = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), clock);
        var looks = 0;
        clock.Looked = () =>
        {
            if (++looks == 20)
            {
                leaving.Cancel();
            }
        };

        Assert.That(
            () => flags.Preview("memory", FlagDocument.Parse("""{ "flags": { "new": true } }"""), Users, leaving.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(looks, Is.EqualTo(20));
    }

    [Test]
    public void Document_OfAVersion()
    {
        using var flags = Create(out var rules);
        var first = flags.Status.Version;
        rules.SetJson("""{ "flags": { "other": true } }""");

        Assert.That(flags.GetDocument(first)!.Flags.Keys, Does.Contain("half"));
        Assert.That(flags.GetDocument(flags.Status.Version)!.Flags.Keys, Is.EqualTo(new[] { "other" }));
        Assert.That(flags.GetDocument("nothing"), Is.Null);
    }

    private static GrayEvaluator Create(out InMemoryRuleProvider rules)
    {
        rules = new InMemoryRuleProvider(FlagDocument.Parse(Json));
        return TestEvaluator.Create(rules);
    }

    private sealed class SlowClock : TimeProvider
    {
        private long _timestamp;

        public Action? Looked { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            Looked?.Invoke();
            return Interlocked.Add(ref _timestamp, TimeSpan.TicksPerMillisecond * 10);
        }
    }

    private static (bool Half, bool Needs) Answers(GrayEvaluator flags, GrayContext user) => (flags.IsEnabled("half", user), flags.IsEnabled("needs", user));
}
