using System.Globalization;
using GrayFlags.Bucketing;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>ROLLOUTS.md, "Assignment": whom a rollout admits, and what stands above it.</summary>
public sealed class RolloutAnswerTests
{
    private const string Stages =
        """[{ "name": "none", "percentage": 0 }, { "name": "tenth", "percentage": 10 }, { "name": "half", "percentage": 50 },"""
        + """ { "name": "all", "percentage": 100 }]""";

    private static readonly GrayContext[] Users = [.. Enumerable.Range(0, 2_000)
        .Select(index => new GrayContext($"u{index}") { Region = index % 3 == 0 ? "CN-GD-SZ" : index % 3 == 1 ? "SE" : null, ["rank"] = index / 2_000.0 })];

    [Test]
    public async Task Raising_OnlyAdds_AndGoesByTheBucketOfTheRolloutsOwnSalt()
    {
        var (flags, _) = Start($$"""{ "f": { "rollout": { "stages": {{Approved(Stages)}} } } }""");
        using var disposed = flags;
        var before = new HashSet<string>();
        foreach (var size in new[] { 0, 10, 50, 100 })
        {
            var now = Users.Where(user => flags.IsEnabled("f", user)).Select(user => user.UserId!).ToHashSet();
            var expected = Users.Where(user => BucketOf(user.UserId!, "f:rollout") < size * 1_000).Select(user => user.UserId!).ToHashSet();

            Assert.That(now, Is.EquivalentTo(expected), $"{size} %");
            Assert.That(before.IsSubsetOf(now));
            before = now;
            await PromoteAsync(flags, "f");
        }

        Assert.That(flags.Rollouts.GetStatus("f")!.Record.Phase, Is.EqualTo(RolloutPhase.Completed));
        Assert.That(Users.All(user => flags.IsEnabled("f", user)));
    }

    [Test]
    public async Task Precedence_IsThatOfTheDesign()
    {
        var (flags, time) = Start($$"""
            { "f": {
              "rules": { "staff": { "users": ["boss"] }, "blocked": { "users": ["blocked"], "serve": false } },
              "rollout": { "stages": {{Approved("""[{ "name": "all", "percentage": 100 }]""")}} } } }
            """);
        using var disposed = flags;
        var (user, boss, blocked) = (new GrayContext("u"), new GrayContext("boss"), new GrayContext("blocked"));

        Assert.That(Show(flags.Evaluate("f", user)), Is.EqualTo($"True Split - {BucketOf("u", "f:rollout")}"));
        Assert.That(Show(flags.Evaluate("f", boss)), Is.EqualTo("True TargetingMatch staff -1"));
        Assert.That(Show(flags.Evaluate("f", blocked)), Is.EqualTo("False TargetingMatch blocked -1"));
        Assert.That(flags.Evaluate("f", GrayContext.Anonymous), Has.Property("Error").EqualTo(DecisionError.TargetingKeyMissing).And.Property("Enabled").False);

        // A user who asks to be left out wins over the rules, and so does a rollback, for everyone.
        await flags.Feedback.OptOutAsync("f", boss, TimeSpan.FromDays(1));
        Assert.That(Show(flags.Evaluate("f", boss)), Is.EqualTo("False Removed - -1"));
        Assert.That(Show(flags.Evaluate("f", user)), Does.StartWith("True Split"));
        await flags.Rollouts.RollbackAsync("f", "test", "why not");
        Assert.That(
            new[] { user, boss, blocked, GrayContext.Anonymous }.Select(context => Show(flags.Evaluate("f", context))),
            Has.All.EqualTo("False RolledBack - -1"));
        await flags.Rollouts.CancelAsync("f", "test", "enough");
        Assert.That(Show(flags.Evaluate("f", user)), Is.EqualTo("False Default - -1"), "nobody is admitted, and the rules run");
        time.Advance(TimeSpan.FromDays(2));
        Assert.That(Show(flags.Evaluate("f", boss)), Is.EqualTo("True TargetingMatch staff -1"));
    }

    [Test]
    public async Task Regions_CountWhereTheyAreNamed_ElsewhereTheStageBeforeGoesOn()
    {
        var stages = Approved(
            """[{ "name": "a", "percentage": 10 }, { "name": "b", "percentage": 60, "regions": ["CN"] }, { "name": "c", "percentage": 80 }]""");
        var (flags, _) = Start($$"""{ "f": { "rollout": { "stages": {{stages}} } } }""");
        using var disposed = flags;
        await PromoteAsync(flags, "f");

        var expected = Users.Where(user => BucketOf(user.UserId!, "f:rollout") < (user.Region == "CN-GD-SZ" ? 60_000 : 10_000));
        Assert.That(Users.Where(user => flags.IsEnabled("f", user)), Is.EqualTo(expected));
        await PromoteAsync(flags, "f");
        Assert.That(Users.Where(user => flags.IsEnabled("f", user)), Is.EqualTo(Users.Where(user => BucketOf(user.UserId!, "f:rollout") < 80_000)));
    }

    [Test]
    public async Task Geographic_ReachesRegionByRegion()
    {
        var stages = Approved(
            """[{ "name": "se", "percentage": 50, "regions": ["SE"] }, { "name": "cn", "percentage": 20, "regions": ["CN"] },"""
            + """ { "name": "all", "percentage": 100 }]""");
        var (flags, _) = Start($$"""{ "f": { "rollout": { "order": "geographic", "stages": {{stages}} } } }""");
        using var disposed = flags;

        Assert.That(Arms("SE"), Is.EquivalentTo(new[] { GrayArm.Canary, GrayArm.Control }));
        Assert.That(Arms("CN-GD-SZ"), Is.EquivalentTo(new[] { GrayArm.None }), "not reached yet: no control either");
        await PromoteAsync(flags, "f");
        Assert.That(Users.Count(user => user.Region == "CN-GD-SZ" && flags.IsEnabled("f", user)), Is.InRange(90, 180));
        Assert.That(Users.Count(user => user.Region == "SE" && flags.IsEnabled("f", user)), Is.InRange(270, 400));
        Assert.That(Users.Any(user => user.Region is null && flags.IsEnabled("f", user)), Is.False);

        IEnumerable<GrayArm> Arms(string region) => Users.Where(user => user.Region == region).Select(user => flags.Begin("f", user).Arm).Distinct();
    }

    [Test]
    public void Sequential_GoesDownTheRanks_WithARandomShareAmongThem()
    {
        var (flags, _) = Start(
            """{ "f": { "rollout": { "order": "sequential", "stages":"""
                + $$""" {{Approved("""[{ "name": "first", "percentage": 30, "share": 50 }, { "name": "all", "percentage": 100 }]""")}} } } }""");
        using var disposed = flags;

        var admitted = Users.Where(user => flags.IsEnabled("f", user)).ToList();
        var reached = Users.Take(600).ToList();
        Assert.That(admitted, Is.EqualTo(reached.Where(user => BucketOf(user.UserId!, "f:rollout") < 50_000)));
        Assert.That(reached.Except(admitted).Select(user => flags.Begin("f", user).Arm), Has.All.EqualTo(GrayArm.Control));
        Assert.That(Users.Skip(600).Select(user => flags.Begin("f", user).Arm), Has.All.EqualTo(GrayArm.None));
        Assert.That(flags.Begin("f", new GrayContext("u0") { ["rank"] = "0.1" }).Arm, Is.Not.EqualTo(GrayArm.None), "a rank may be text");
        Assert.That(
            new[] { "x", "-0.1", "1.1", "NaN" }.Select(rank => flags.Begin("f", new GrayContext("u0") { ["rank"] = rank }).Arm),
            Has.All.EqualTo(GrayArm.None));
    }

    [Test]
    public void Ramp_FollowsTheClock_TheSameOnEveryNode()
    {
        const string Json = """{ "f": { "rollout": { "start": "2026-01-01T00:00:00Z", "ramp": { "from": 0, "to": 50, "over": "10:00:00" } } } }""";
        var (one, time) = Start(Json);
        using var disposed = one;

        Assert.That(Count(one), Is.Zero);
        time.Advance(TimeSpan.FromHours(5));
        Assert.That(Users.Where(user => one.IsEnabled("f", user)), Is.EqualTo(Users.Where(user => BucketOf(user.UserId!, "f:rollout") < 25_000)));
        using var other = Start(Json, time).Flags;
        Assert.That(
            Users.Where(user => other.IsEnabled("f", user)),
            Is.EqualTo(Users.Where(user => one.IsEnabled("f", user))),
            "one that starts in the midst of it");
        time.Advance(TimeSpan.FromHours(6));
        Assert.That(one.Rollouts.GetStatus("f")!.Record.Phase, Is.EqualTo(RolloutPhase.Completed));
        Assert.That(Users.Where(user => one.IsEnabled("f", user)), Is.EqualTo(Users.Where(user => BucketOf(user.UserId!, "f:rollout") < 50_000)));
    }

    [Test]
    public void StagesOfTheClock_AreKnownFromTheFirstCallOn()
    {
        const string Json =
            """{ "f": { "rollout": { "start": "2025-12-31T00:00:00Z", "stages": [{ "name": "a", "percentage": 1, "hold": "10:00:00" },"""
            + """ { "name": "b", "percentage": 40, "hold": "2.00:00:00" }, { "name": "c", "percentage": 100 }] } } }""";
        using var flags = Start(Json).Flags;

        Assert.That(flags.Rollouts.GetStatus("f")!.StageName, Is.EqualTo("b"), "stage a was over at ten, fourteen hours ago");
        Assert.That(Users.Where(user => flags.IsEnabled("f", user)), Is.EqualTo(Users.Where(user => BucketOf(user.UserId!, "f:rollout") < 40_000)));
    }

    [Test]
    public void Audience_SaysWhoTakesPart()
    {
        using var flags =
            Start($$"""{ "f": { "rollout": { "audience": { "regions": ["CN"], "except": { "users": ["u0"] } }, "stages": {{Approved(Stages)}} } } }""").Flags;

        Assert.That(flags.Begin("f", Users[0]).Arm, Is.EqualTo(GrayArm.None), "excepted");
        Assert.That(flags.Begin("f", Users[1]).Arm, Is.EqualTo(GrayArm.None), "elsewhere");
        Assert.That(flags.Begin("f", Users[3]).Arm, Is.EqualTo(GrayArm.Control));
    }

    [Test]
    public async Task Required_Served_Pinned_AndExplained()
    {
        var (flags, _) = Start($$"""
            { "f": { "variants": { "v": { "value": 7 } }, "rollout": { "serve": "v", "stages": {{Approved(Stages)}} } },
              "g": { "rules": { "r": { "requires": { "f": "v" } } } } }
            """);
        using var disposed = flags;
        var user = Users.First(candidate => BucketOf(candidate.UserId!, "f:rollout") < 10_000);
        var pinned = flags.CreateSnapshot();
        var handle = flags.GetFlag("f");

        Assert.That((flags.IsEnabled("g", user), flags.GetValue("f", user, 0), handle.IsEnabled(user)), Is.EqualTo((false, 0, false)));
        await PromoteAsync(flags, "f");
        Assert.That((flags.IsEnabled("g", user), flags.GetValue("f", user, 0), handle.IsEnabled(user)), Is.EqualTo((true, 7, true)));
        Assert.That(
            (pinned.IsEnabled("g", user), pinned.GetValue("f", user, 0), pinned.GetFlag("f").IsEnabled(user)),
            Is.EqualTo((false, 0, false)),
            "a snapshot pins the stage too");

        var explanation = flags.Explain("f", user);
        Assert.That(explanation.Rollout, Is.Not.Null);
        Assert.That((explanation.Rollout!.Arm, explanation.Rollout.Decides, explanation.Rollout.Standing), Is.EqualTo((GrayArm.Canary, true, "stage 'tenth'")));
        Assert.That(explanation.ToString(), Does.Contain(string.Create(CultureInfo.InvariantCulture, $"bucket {BucketOf(user.UserId!, "f:rollout")}")));
    }

    // The quick answer and the whole one go different ways.
    [Test]
    public async Task QuickAnswers_AreTheWholeOnes([Values("", "\"rules\": { \"r\": { \"users\": [\"u7\"] } },")] string rules)
    {
        var (flags, _) = Start($$"""{ "f": { {{rules}} "rollout": { "stages": {{Approved(Stages)}} } } }""");
        using var disposed = flags;
        for (var stage = 0; stage < 5; stage++)
        {
            await flags.Feedback.OptOutAsync("f", Users[stage * 11]);
            Assert.That(Users.Select(user => flags.IsEnabled("f", user)), Is.EqualTo(Users.Select(user => flags.Evaluate("f", user).Enabled)));
            if (stage < 4)
            {
                await PromoteAsync(flags, "f");
            }
        }

        await flags.Rollouts.RollbackAsync("f", "test", "why not");
        Assert.That(Users.Any(user => flags.IsEnabled("f", user)), Is.False);
    }

    private static (GrayEvaluator Flags, ManualTimeProvider Time) Start(string flags, ManualTimeProvider? clock = null)
    {
        var time = clock ?? new ManualTimeProvider();
        var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.AddProvider(new InMemoryRuleProvider(FlagDocument.Parse($$"""{ "flags": {{flags}} }"""))).AddRolloutStore(new InMemoryRolloutStore());
        });
        time.Advance(TimeSpan.FromSeconds(1));
        return (evaluator, time);
    }

    // Stages that go on only when a test says so.
    private static string Approved(string stages) => stages.Replace(" }", ", \"advance\": \"approval\" }", StringComparison.Ordinal);

    private static Task<RolloutStatus> PromoteAsync(GrayEvaluator flags, string flag) => flags.Rollouts.PromoteAsync(flag, "test", "next");

    private static int Count(GrayEvaluator flags) => Users.Count(user => flags.IsEnabled("f", user));

    private static string Show(GrayDecision decision) =>
        string.Create(CultureInfo.InvariantCulture, $"{decision.Enabled} {decision.Reason} {decision.Rule ?? "-"} {decision.Bucket}");

    private static int BucketOf(string user, string salt) => Bucket.Of(TextHash.Of(user), TextHash.Of(salt));
}
