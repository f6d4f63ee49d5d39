using GrayFlags.Bucketing;
using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Lookup;
using GrayFlags.Rules.Plans;
using GrayFlags.Rules.Sets;
using GrayFlags.Rules.Time;
using GrayFlags.Tests.Documents;
using GrayFlags.Tests.Evaluation;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Plans;

/// <summary>What a rollout is compiled to. Names, fields and defaults are those of ROLLOUTS.md, "The document".</summary>
public sealed class RolloutPlanTests
{
    private const string Small = "\"stages\": [{ \"name\": \"all\", \"percentage\": 100 }]";
    private const string Start = "\"start\": \"2026-12-01T00:00:00Z\"";

    private static readonly CustomConditions Custom = new(
        new Dictionary<string, IGrayCondition> { ["even"] = new CustomConditionTests.Inline(_ => (context, _) => context.UserId?.Length % 2 == 0) },
        (_, _) => { });

    [Test]
    public void Defaults_AreThoseOfTheDesign()
    {
        var plan = Plan(Small, flag: "New-Checkout");

        Assert.Multiple(() =>
        {
            Assert.That((plan.Flag, plan.Id, plan.StartTicks), Is.EqualTo(("New-Checkout", "1", (long?)null)));
            Assert.That((plan.Audience, plan.Decided, plan.AudienceText), Is.EqualTo((Array.Empty<Condition>(), Array.Empty<Condition>(), (string?)null)));
            Assert.That(plan.BucketingUnit, Is.SameAs(BucketingUnit.User));
            Assert.That((plan.Salt, plan.SaltHash), Is.EqualTo(("new-checkout:rollout", TextHash.Of("new-checkout:rollout"))));
            Assert.That((plan.Order, plan.RankAttribute, plan.Ramp), Is.EqualTo((RolloutOrder.Random, (string?)null, (ClockRamp?)null)));
            Assert.That(plan.Serve, Is.SameAs(Serve.On));
            Assert.That(plan.Guards, Is.Empty);
            Assert.That((plan.Risk, plan.EvidenceDelta, plan.EvidenceRisk), Is.EqualTo((0.01, 0.01, 0.05)));
            Assert.That(plan.Health, Is.EqualTo(new HealthPlan(GuardAction.Withhold, GuardAction.Withhold, GuardAction.None, TimeSpan.FromHours(1))));
            Assert.That(plan.OnRollback, Is.EqualTo(new RollbackPlan(false, TimeSpan.FromHours(1), 3)));
            Assert.That(plan.Feedback, Is.EqualTo(new FeedbackPlan(true, null, TimeSpan.FromDays(30))));
            Assert.That(plan.PromotesOnMaxHold, Is.False);
        });
    }

    [Test]
    public void DefaultsOfAStage_AreThoseOfTheDesign()
    {
        var stage = Plan(Small).Stages.Single();

        Assert.That((stage.Name, stage.Size, stage.InnerSize, stage.ShadowSize), Is.EqualTo(("all", 100_000, 100_000, 0)));
        Assert.That((stage.Regions, stage.Window, stage.MaxHold), Is.EqualTo(((RegionSet?)null, (Condition?)null, (TimeSpan?)null)));
        Assert.That((stage.Hold, stage.MinSamples, stage.Advance), Is.EqualTo((TimeSpan.Zero, (long?)null, StageAdvance.Auto)));
    }

    // An object without fields is as good as none.
    [TestCase("evidence")]
    [TestCase("health")]
    [TestCase("onRollback")]
    [TestCase("feedback")]
    public void EmptyObject_HasTheDefaults(string field)
    {
        var (plan, plain) = (Plan($"{Small}, \"{field}\": {{ }}"), Plan(Small));

        Assert.That(
            (plan.EvidenceDelta, plan.EvidenceRisk, plan.Health, plan.OnRollback, plan.Feedback),
            Is.EqualTo((plain.EvidenceDelta, plain.EvidenceRisk, plain.Health, plain.OnRollback, plain.Feedback)));
    }

    [TestCase("error", GuardKind.Rate)]
    [TestCase("optOut", GuardKind.Rate)]
    [TestCase("duration", GuardKind.Mean)]
    [TestCase("score", GuardKind.Score)]
    public void DefaultsOfAGuard_AreThoseOfTheDesign(string metric, GuardKind kind)
    {
        var guard = Plan($$"""{{Small}}, "guards": { "g": { "metric": "{{metric}}" } }""").Guards.Single();

        Assert.That(guard.Metric.ToString(), Is.EqualTo(metric).IgnoreCase);
        Assert.That(
            (guard.Name, guard.Kind, guard.IsLimit, guard.Relative, guard.Absolute, guard.OnBreach),
            Is.EqualTo(("g", kind, false, 0.0, 0.0, GuardAction.Rollback)));
    }

    [Test]
    public void EveryField_IsInThePlan()
    {
        var plan = Compile(RolloutSamples.Everything).Find("staged")!.Rollout!;

        Assert.Multiple(() =>
        {
            Assert.That((plan.Id, plan.StartTicks), Is.EqualTo(("2026-12", new DateTimeOffset(2026, 12, 1, 1, 0, 0, TimeSpan.Zero).UtcTicks)));
            Assert.That(
                (plan.BucketingUnit.ToString(), plan.Salt, plan.Order, plan.RankAttribute, plan.Serve.ToString()),
                Is.EqualTo(("attribute 'tenant'", "checkout-wave", RolloutOrder.Sequential, "seniority", "'blue'")));
            Assert.That(
                plan.Stages.Select(stage => (stage.Name, stage.Size, stage.InnerSize, stage.ShadowSize)),
                Is.EqualTo(new[] { ("shadow", 0, 100_000, 10_000), ("quarter", 25_500, 50_000, 0), ("all", 100_000, 100_000, 0) }));
            Assert.That((plan.Risk, plan.EvidenceDelta, plan.EvidenceRisk, plan.PromotesOnMaxHold), Is.EqualTo((0.05, 0.02, 0.1, true)));
            Assert.That(plan.Health, Is.EqualTo(new HealthPlan(GuardAction.Rollback, GuardAction.Pause, GuardAction.None, TimeSpan.FromMinutes(10))));
            Assert.That(plan.OnRollback, Is.EqualTo(new RollbackPlan(true, TimeSpan.FromHours(3), 5)));
            Assert.That(plan.Feedback, Is.EqualTo(new FeedbackPlan(false, 0.4, TimeSpan.FromDays(7))));
        });

        var quarter = plan.Stages[1];
        Assert.That(
            (quarter.Hold, quarter.MaxHold, quarter.MinSamples, quarter.Advance),
            Is.EqualTo((TimeSpan.FromHours(12), (TimeSpan?)TimeSpan.FromDays(2), (long?)200, StageAdvance.Evidence)));
        Assert.That(quarter.Regions!.Covers("cn-gd-sz"), Is.True);
        Assert.That(quarter.Window, Is.InstanceOf<RecurringWindowCondition>());
    }

    [Test]
    public void Guards_AreInThePlan_ByName()
    {
        var plan = Compile(RolloutSamples.Everything).Find("staged")!.Rollout!;

        Assert.That(
            plan.Guards.Select(guard => (guard.Name, guard.Metric, guard.Kind, guard.IsLimit, guard.Max, guard.Quantile)),
            Is.EqualTo(new[]
            {
                ("dead", GuardMetric.Error, GuardKind.Rate, false, 0.0, 0.0),
                ("errors", GuardMetric.Error, GuardKind.Rate, false, 0.0, 0.0),
                ("left", GuardMetric.OptOut, GuardKind.Rate, true, 0.02, 0.0),
                ("p95", GuardMetric.Duration, GuardKind.Quantile, false, 0.0, 0.95),
            }));
        Assert.That(
            plan.Guards.Select(guard => (guard.Relative, guard.Absolute, guard.OnBreach)),
            Is.EqualTo(
                new[] { (0.0, 0.0, GuardAction.Withhold), (0.1, 0.0005, GuardAction.None), (0.0, 0.0, GuardAction.Rollback), (0.0, 0.0, GuardAction.Pause) }));
        Assert.That(plan.Guards.Select(guard => (guard.Count, guard.IgnoresNotEnded, guard.AfterCompletion)), Is.EqualTo(new[]
        {
            (GuardCount.Both, false, GuardAfterCompletion.Alarm), (GuardCount.First, true, GuardAfterCompletion.Alarm),
            (GuardCount.First, false, GuardAfterCompletion.Rollback), (GuardCount.First, false, GuardAfterCompletion.Alarm),
        }));
        Assert.That(plan.Settle, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    // The sample's environment is the one that it is compiled for, and its instance is another one.
    [Test]
    public void Audience_AsksWhatIsNotDecided_AndWhatDoesNotHold()
    {
        var plan = Compile(RolloutSamples.Everything).Find("staged")!.Rollout!;

        Assert.That(plan.Decided, Has.Exactly(1).Items);
        Assert.That(plan.Audience.Count(condition => condition.Decided == false), Is.EqualTo(1));
        Assert.That(plan.Audience.Select(condition => condition.GetType()), Is.EquivalentTo(new[]
        {
            typeof(ConstantCondition), typeof(RegionsCondition), typeof(UsersCondition), typeof(WhenCondition), typeof(SegmentsCondition),
            typeof(WindowCondition), typeof(RequiresCondition), typeof(CustomCondition), typeof(ExceptCondition),
            typeof(AnyCondition), typeof(AllCondition), typeof(NotCondition),
        }));
        Assert.That(plan.Audience.OfType<ExceptCondition>().Single().Conditions, Has.Count.EqualTo(12));
    }

    [TestCase("""{ "from": 1, "to": 50, "over": "2.00:00:00" }""", 1_000, 50_000, 48)]
    [TestCase("""{ "over": "01:00:00" }""", 0, 100_000, 1)]
    public void Ramp_IsOneStageOfItsEnd(string ramp, int from, int to, int hours)
    {
        var plan = Plan($"\"ramp\": {ramp}");

        Assert.That(plan.Ramp, Is.EqualTo(new ClockRamp(from, to, TimeSpan.FromHours(hours))));
        Assert.That(
            plan.Stages.Select(stage => (stage.Size, stage.InnerSize, stage.Hold, stage.Advance)),
            Is.EqualTo(new[] { (to, 100_000, TimeSpan.FromHours(hours), StageAdvance.Auto) }));
    }

    [Test]
    public void Rank_InSequentialOrder_IsRankByDefault() => Assert.That(Plan($"{Small}, \"order\": \"sequential\"").RankAttribute, Is.EqualTo("rank"));

    [TestCase("region", "region")]
    [TestCase("USER", "user")]
    [TestCase("tenant", "attribute 'tenant'")]
    public void By_IsTheSubject(string by, string subject) => Assert.That(Plan($"{Small}, \"by\": \"{by}\"").BucketingUnit.ToString(), Is.EqualTo(subject));

    [TestCase(Start + ", " + Small, true)]
    [TestCase(Start + ", \"ramp\": { \"over\": \"01:00:00\" }", true)]
    [TestCase("\"guards\": { }, " + Start + ", " + Small, true)]
    [TestCase(Small, false, TestName = "{m}(no start)")]
    [TestCase(Start + ", " + Small + ", \"guards\": { \"g\": { \"metric\": \"error\" } }", false)]
    [TestCase(Start + ", \"stages\": [{ \"name\": \"a\", \"percentage\": 1, \"advance\": \"approval\" }]", false)]
    [TestCase(Start + ", \"stages\": [{ \"name\": \"a\", \"percentage\": 1, \"minSamples\": 1 }]", false)]
    public void IsClockOnly_NeedsAStartAndNothingToWaitFor(string fields, bool expected) => Assert.That(Plan(fields).IsClockOnly, Is.EqualTo(expected));

    // What is honest: chance in every stage that makes bets, and no bets by limits.
    [TestCase(
        "mismatch\", \"compare\": \"limit\", \"max\": 0.1, \"kind\": \"rate", "\"percentage\": 0, \"shadow\": 1", "\"percentage\": 100", "random",
        TestName = "{m}(nobody, then all)")]
    [TestCase("error", "\"percentage\": 10, \"regions\": [\"CN\"]", "\"percentage\": 100", "geographic", TestName = "{m}(a part of a region)")]
    [TestCase("error", "\"percentage\": 10, \"share\": 50", "\"percentage\": 100", "sequential", TestName = "{m}(a part of the ranks)")]
    [TestCase("error", "\"percentage\": 1", "\"percentage\": 100, \"regions\": [\"CN\"]", "random", TestName = "{m}(a region at the end)")]
    [TestCase(
        "error\", \"compare\": \"limit\", \"onBreach\": \"pause\", \"max\": 0.1, \"kind\": \"rate", "\"percentage\": 100, \"regions\": [\"CN\"]",
        "\"percentage\": 100", "geographic", TestName = "{m}(a limit)")]
    public void Comparison_ThatMayStand_IsTaken(string metric, string first, string last, string order) =>
        Assert.That(Plan($$"""
            "order": "{{order}}", "guards": { "g": { "metric": "{{metric}}" } }, "stages": [{ "name": "a", {{first}} }, { "name": "b", {{last}} }]
            """).Guards, Has.Exactly(1).Items);

    // A share falls only where it falls for somebody.
    [Test]
    public void Stage_OfAnotherRegion_MayBeginLower() => Assert.That(
        Plan("""
            "order": "geographic",
            "stages": [{ "name": "south", "percentage": 100, "regions": ["CN-GD"] }, { "name": "north", "percentage": 5, "regions": ["CN-BJ", "CNX"] },
                { "name": "all", "percentage": 100 }]
            """).Stages.Select(stage => stage.Size),
        Is.EqualTo(new[] { 100_000, 5_000, 100_000 }));

    [TestCase(""" "by": "tenant", "salt": "f" """, TestName = "{m}(by another subject)")]
    [TestCase(""" "by": "tenant", "salt": "x" """, TestName = "{m}(by an attribute of another case)")]
    [TestCase(""" "salt": "F" """, TestName = "{m}(in another case)")]
    public void Salt_OfAnotherBucket_IsTaken(string fields) => Assert.That(
        Compile("""{ "flags": { "f": { "rules": { "r": { "percentage": 5 }, "t": { "percentage": { "of": 5, "by": "Tenant", "salt": "x" } } },"""
            + $$""" "rollout": { {{Small}}, {{fields}} } } } }""").Find("f")!.Rollout,
        Is.Not.Null);

    [Test]
    public void FlagOfARollout_HasNoQuickAnswer_UnlessNothingIsLeftToDecide()
    {
        var flags = Compile($$"""
            { "off": ["killed"],
              "flags": {
                "alone": { "rollout": { {{Small}} } },
                "beside": { "rules": { "r": { "percentage": 5 } }, "default": false, "rollout": { {{Small}} } },
                "disabled": { "enabled": false, "rollout": { {{Small}} } },
                "killed": { "rollout": { {{Small}} } } } }
            """);

        Assert.That(
            flags.All.OrderBy(flag => flag.Name, StringComparer.Ordinal).Select(flag => (flag.Name, IsQuick(flag), flag.Rollout is null)),
            Is.EqualTo(new[] { ("alone", true, false), ("beside", false, false), ("disabled", true, false), ("killed", true, false) }));
    }

    private static bool IsQuick(Flag flag) =>
        flag.Quick.TryGet(GrayContext.Anonymous, [0, 0, 0, 0], out _);

    // The flags of an audience are asked too: they count, and they are compiled first.
    [Test]
    public void RequiredFlags_OfAnAudience_AreCompiledBefore()
    {
        var flags = Compile($$"""
            { "flags": {
                "a": { "rollout": { {{Small}}, "audience": { "requires": ["b"], "except": { "requires": ["c"] } } } },
                "b": { "rollout": { {{Small}}, "audience": { "requires": { "c": true } } } },
                "c": true } }
            """);

        Assert.That(flags.Find("a")!.Rollout!.Audience, Has.Exactly(2).Items);
        Assert.That((flags.Find("a")!.Asked, flags.Find("b")!.Asked, flags.Find("c")!.Asked), Is.EqualTo((4L, 2L, 1L)));
    }

    private static RolloutPlan Plan(string fields, string flag = "f") =>
        Compile($$"""{ "flags": { "{{flag}}": { "rollout": { {{fields}} } } } }""").Find(flag)!.Rollout!;

    private static FlagTable Compile(string json)
    {
        var document = FlagDocument.Parse(json);
        var options = new RuleSetOptions { EnvironmentName = "Production", InstanceName = "web-9", Custom = Custom };
        var result = RuleSetCompiler.Compile(document, document.Off.ToList(), options, "");
        Assert.That(result.Problems, Is.Empty);

        return result.RuleSet!.Flags;
    }
}
