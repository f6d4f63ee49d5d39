using GrayFlags.Rollouts;
using GrayFlags.Rollouts.Feedback;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>What users say, and the way out for a single one.</summary>
[NonParallelizable]
public sealed class FeedbackTests
{
    private const string Flag = RolloutRig.Flag;

    private static readonly string Scored = RolloutRig.Guarded
        .Replace("\"hold\": \"00:01:00\"", "\"hold\": \"100.00:00:00\"", StringComparison.Ordinal)
        .Replace("\"noData\": \"pause\"", "\"noData\": \"none\"", StringComparison.Ordinal)
        .Replace(
            "\"guards\": {",
            """ "feedback": { "removeWhen": { "negative": true, "scoreBelow": 0.4 }, "for": "2.00:00:00" }, "guards": { "happy": { "metric": "score" },""",
            StringComparison.Ordinal);

    /// <summary>ROLLOUTS.md, "In code": what comes of a feedback.</summary>
    [TestCase(0.9, false, FeedbackResult.Recorded)]
    [TestCase(0.4, false, FeedbackResult.Recorded)]
    [TestCase(0.39, false, FeedbackResult.RecordedAndRemoved)]
    [TestCase(0.9, true, FeedbackResult.RecordedAndRemoved)]
    [TestCase(null, true, FeedbackResult.RecordedAndRemoved)]
    [TestCase(null, false, FeedbackResult.Recorded)]
    [TestCase(-1.0, false, FeedbackResult.Recorded)]
    [TestCase(double.NaN, false, FeedbackResult.Recorded)]
    [TestCase(double.NegativeInfinity, false, FeedbackResult.Recorded)]
    public async Task Report_RemovesAsTheDocumentSays(double? score, bool negative, FeedbackResult expected)
    {
        foreach (var arm in new[] { GrayArm.Canary, GrayArm.Control })
        {
            using var rig = Started();
            var user = RolloutRig.User(rig.Find(arm));

            Assert.That(await rig.Evaluator.Feedback.ReportAsync(Flag, user, new GrayFeedback { Score = score, Negative = negative }), Is.EqualTo(expected));
            Assert.That(await rig.Evaluator.Feedback.ReportAsync(Flag, user, new GrayFeedback { Score = 0.9 }), Is.EqualTo(FeedbackResult.Duplicate));
            var isRemoved = expected == FeedbackResult.RecordedAndRemoved;
            Assert.That(
                (rig.Evaluator.IsEnabled(Flag, user), rig.Evaluator.Evaluate(Flag, user).Reason == DecisionReason.Removed),
                Is.EqualTo((arm == GrayArm.Canary && !isRemoved, isRemoved)),
                "at the next call");
            using var outcome = rig.Evaluator.Begin(Flag, user);
            Assert.That(outcome.Arm, Is.EqualTo(isRemoved ? GrayArm.None : arm), "who is out is in neither arm");
            rig.Pass(1);
            var happy = rig.Status.Guards.Single(guard => guard.Name == "happy");
            var counted = score is null ? (negative ? 1 : 0) : score is >= 0 and <= 1 ? 1 : 0;
            Assert.That(
                (happy.Canary.Count, happy.Control.Count), Is.EqualTo(arm == GrayArm.Canary ? (counted, 0) : (0, counted)), "for the arm that the unit was in");
        }
    }

    [Test]
    public async Task WhoIsInNoRollout_IsTold()
    {
        using var rig = new RolloutRig(Scored, rules: """{ "staff": { "users": ["staff"] } }""");
        var feedback = rig.Evaluator.Feedback;
        Assert.That(await Report(RolloutRig.User(1)), Is.EqualTo(FeedbackResult.NotInRollout), "it has not begun");
        rig.Pass(1);
        Assert.That(await Report(new GrayContext("staff")), Is.EqualTo(FeedbackResult.NotInRollout), "a rule decides");
        Assert.That(await Report(GrayContext.Anonymous), Is.EqualTo(FeedbackResult.NotInRollout));
        Assert.That(await Report(null!), Is.EqualTo(FeedbackResult.NotInRollout));
        Assert.That(await feedback.ReportAsync("unknown", RolloutRig.User(1), new GrayFeedback { Negative = true }), Is.EqualTo(FeedbackResult.NotInRollout));
        Assert.That(await feedback.OptOutAsync("unknown", RolloutRig.User(1)), Is.EqualTo(FeedbackResult.NotInRollout));
        Assert.That(await feedback.ReinstateAsync("unknown", RolloutRig.User(1)), Is.False);
        Assert.That(() => feedback.ReportAsync(Flag, RolloutRig.User(1), null!), Throws.ArgumentNullException);
        Assert.That(() => feedback.OptOutAsync(Flag, RolloutRig.User(1), TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
        await rig.Rollouts.RollbackAsync(Flag, "eve", "x");
        Assert.That(await Report(RolloutRig.User(1)), Is.EqualTo(FeedbackResult.NotInRollout));

        Task<FeedbackResult> Report(GrayContext user) => feedback.ReportAsync(Flag, user, new GrayFeedback { Negative = true });
    }

    [Test]
    public async Task Removal_EndsWhenItsTimeIsOver([Values] bool isOptOut)
    {
        using var rig = Started();
        var user = RolloutRig.User(rig.Find(GrayArm.Canary));
        _ = isOptOut
            ? await rig.Evaluator.Feedback.OptOutAsync(Flag, user, TimeSpan.FromDays(2))
            : await rig.Evaluator.Feedback.ReportAsync(Flag, user, new GrayFeedback { Negative = true });
        Assert.That(await rig.Evaluator.Feedback.OptOutAsync(Flag, user), Is.EqualTo(FeedbackResult.Duplicate));
        rig.Pass(5);
        Assert.That((rig.Evaluator.IsEnabled(Flag, user), rig.Status.ExcludedUnits), Is.EqualTo((false, 1)));
        rig.Time.Suspend(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(7));
        rig.Pass(1);
        Assert.That(rig.Evaluator.IsEnabled(Flag, user), Is.False);
        rig.Pass(2);
        Assert.That((rig.Evaluator.IsEnabled(Flag, user), rig.Status.ExcludedUnits), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task OptOut_WinsOverRules_AndReinstatementEndsIt()
    {
        var store = new InMemoryRolloutStore();
        using var rig = new RolloutRig(Scored, store, rules: """{ "staff": { "users": ["staff"] } }""");
        var (staff, feedback) = (new GrayContext("staff"), rig.Evaluator.Feedback);
        Assert.That(await feedback.OptOutAsync(Flag, staff, TimeSpan.MaxValue), Is.EqualTo(FeedbackResult.RecordedAndRemoved));
        Assert.That(rig.Evaluator.IsEnabled(Flag, staff), Is.False);
        for (var second = 0; second < 4; second++)
        {
            rig.Pass(1);
        }

        // Between two reads: the store still gives the earlier word once.
        Assert.That(await feedback.ReinstateAsync(Flag, staff), Is.True);
        Assert.That(await feedback.ReinstateAsync(Flag, staff), Is.False);
        for (var second = 0; second < 15; second++)
        {
            Assert.That(rig.Evaluator.IsEnabled(Flag, staff), Is.True, $"second {second}");
            rig.Pass(1);
        }

        using var next = new RolloutRig(Scored, store, rig.Time, rules: """{ "staff": { "users": ["staff"] } }""");
        Assert.That(next.Evaluator.IsEnabled(Flag, staff), Is.True);
    }

    [Test]
    public async Task Reinstatement_AfterTheClockWasSetBack_Holds()
    {
        var store = new InMemoryRolloutStore();
        using var rig = new RolloutRig(Scored, store);
        rig.Pass(1);
        var user = RolloutRig.User(rig.Find(GrayArm.Canary));
        await rig.Evaluator.Feedback.OptOutAsync(Flag, user);
        rig.Pass(10);
        rig.Time.SetUtc(rig.Time.GetUtcNow().AddHours(-1));
        await rig.Evaluator.Feedback.ReinstateAsync(Flag, user);
        rig.Pass(20);
        Assert.That(rig.Evaluator.IsEnabled(Flag, user), Is.True);
        using var next = new RolloutRig(Scored, store, rig.Time);
        next.Pass(10);
        Assert.That(next.Evaluator.IsEnabled(Flag, user), Is.True);
    }

    [Test]
    public async Task Removal_SurvivesARestart_AndAStoreThatWasAway()
    {
        var kept = new InMemoryRolloutStore();
        var store = new Stores.ScriptedStore(kept);
        GrayContext user;
        ManualTimeProvider time;
        using (var rig = new RolloutRig(Scored, store))
        {
            (time, user) = (rig.Time, RolloutRig.User(1));
            rig.Pass(1);
            user = RolloutRig.User(rig.Find(GrayArm.Canary));
            store.Writes = Stores.ScriptedStore.Mode.Fails;
            await rig.Evaluator.Feedback.ReportAsync(Flag, user, new GrayFeedback { Negative = true });
            rig.Pass(10);
            Assert.That((await kept.ReadRemovalsAsync(0, default)).Removals, Is.Empty);
            store.Writes = Stores.ScriptedStore.Mode.Works;
            rig.Pass(10);
        }

        using var next = new RolloutRig(Scored, kept, time);
        Assert.That((next.Evaluator.IsEnabled(Flag, user), next.Evaluator.Evaluate(Flag, user).Reason), Is.EqualTo((false, DecisionReason.Removed)), "at once");
    }

    [Test]
    public async Task Handler_IsToldAll_AndMayThrow()
    {
        using var rig = Started();
        var user = RolloutRig.User(rig.Find(GrayArm.Canary));
        var told = new List<GrayFeedbackReport>();
        rig.Evaluator.Feedback.Received += (_, report) => told.Add(report);
        rig.Evaluator.Feedback.Received += (_, _) => throw new InvalidOperationException("mine");
        var feedback = new GrayFeedback { Negative = true, Comment = "slow" };

        Assert.That(await rig.Evaluator.Feedback.ReportAsync(Flag, user, feedback), Is.EqualTo(FeedbackResult.RecordedAndRemoved));
        Assert.That(told, Is.EqualTo(new[] { new GrayFeedbackReport(Flag, user, GrayArm.Canary, feedback, FeedbackResult.RecordedAndRemoved) }));
        Assert.That(rig.Log.Entries.Select(entry => entry.Message), Has.None.Contain("slow"));
    }

    [Test]
    public async Task Flood_IsLimited_UntilTheNextSecond()
    {
        using var rig = Started();
        var results = new List<FeedbackResult>();
        for (var number = 0; number < 1_500; number++)
        {
            results.Add(await rig.Evaluator.Feedback.ReportAsync(Flag, RolloutRig.User(number), new GrayFeedback { Score = 1 }));
        }

        Assert.That(
            (results.Count(result => result == FeedbackResult.Recorded), results.Count(result => result == FeedbackResult.Limited)), Is.EqualTo((1_000, 500)));
        rig.Pass(1);
        Assert.That(
            await rig.Evaluator.Feedback.ReportAsync(Flag, RolloutRig.User(9_999), new GrayFeedback { Score = 1 }), Is.EqualTo(FeedbackResult.Recorded));
    }

    [Test]
    [Fault("G7")]
    public void MillionRandomKeys_KeepNothing()
    {
        using var rig = Started();
        Report(1_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Report(1_000_000);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        Assert.That(after - before, Is.LessThan(1_000_000));
        Assert.That(rig.Status.ExcludedUnits, Is.LessThanOrEqualTo(1_000));

        void Report(int count)
        {
            var feedback = new GrayFeedback { Negative = true };
            for (var number = 0; number < count; number++)
            {
                rig.Evaluator.Feedback.ReportAsync(number % 2 == 0 ? Flag : $"key-{number}", RolloutRig.User(number), feedback);
            }
        }
    }

    /// <summary>More units than a flag may have out: those whose time is over first are in again, and neither the process nor its store keeps more.</summary>
    [Test]
    [Fault("G7")]
    public async Task UnitsThatAreOut_AreBounded()
    {
        var store = new InMemoryRolloutStore();
        using var rig = new RolloutRig(Scored, store);
        var remover = Internals.RolloutsOf(rig.Evaluator).Exclusions;
        var now = rig.Time.GetUtcNow();
        for (var number = 1; number <= ExclusionRegistry.MaxUnits + 5_000; number++)
        {
            remover.Add(new RolloutRemoval(Flag, (ulong)number * 0x9e3779b97f4a7c15, now, now.AddDays(1).AddSeconds(number)), now);
        }

        Assert.That(rig.Status.ExcludedUnits, Is.InRange(ExclusionRegistry.MaxUnits - 1_000, ExclusionRegistry.MaxUnits));
        Assert.That(remover.IsExcluded(Flag, 1 * 0x9e3779b97f4a7c15, now), Is.False);
        Assert.That(remover.IsExcluded(Flag, unchecked((ulong)(ExclusionRegistry.MaxUnits + 5_000) * 0x9e3779b97f4a7c15), now), Is.True);
        Assert.That(remover.TakeUnsaved(), Has.Count.EqualTo(ExclusionRegistry.MaxUnits));
        await store.AddRemovalsAsync(
            [.. Enumerable.Range(1, 210_000).Select(number => new RolloutRemoval(Flag, (ulong)number, now, now.AddDays(1).AddSeconds(number)))], default);
        Assert.That((await store.ReadRemovalsAsync(0, default)).Removals, Has.Count.LessThanOrEqualTo(200_000));
    }

    // Those who complained were drawn all the same: without them the canary of the next attempt would seem to have lost a third of its users.
    [Test, Fault("G13")]
    public async Task Restart_AfterManyComplaints_IsNoSampleRatioMismatch()
    {
        const int users = 6_000;
        using var rig = Started();
        var excluded = 0;
        for (var number = 0; number < users; number++)
        {
            if (number % 3 == 0 && rig.Evaluator.IsEnabled(Flag, RolloutRig.User(number)))
            {
                await rig.Evaluator.Feedback.ReportAsync(Flag, RolloutRig.User(number), new GrayFeedback { Negative = true });
                excluded++;
            }
        }

        await rig.Rollouts.RollbackAsync(Flag, "eve", "many complain");
        rig.Pass(600);
        await rig.Rollouts.RestartAsync(Flag, "eve", "mended");
        for (var from = 0; from < users; from += 300)
        {
            rig.Pass(1);
            rig.Calls(from, 300, static _ => false);
        }

        rig.Pass(10);
        Assert.That(excluded, Is.GreaterThan(100));
        Assert.That(rig.State, Is.EqualTo("Running 0 of attempt 2"));
        Assert.That((rig.Status.SplitEvidence, rig.Status.SilentArmEvidence), Is.LessThan((1.0, 1.0)));
        Assert.That(rig.Status.Canary.Units, Is.LessThan(600 - (excluded / 2)), "who is out is in no arm");
    }

    // The rules are no part of this answer, whatever the sample ratio needs to know of them.
    [Test]
    public async Task Excluded_IsAnsweredWithoutTheRules()
    {
        using var rig = new RolloutRig(Scored, rules: """{ "old": { "when": { "version": { "semver": "<2" } } } }""");
        rig.Pass(1);
        var user = RolloutRig.User(rig.Find(GrayArm.Canary));
        await rig.Evaluator.Feedback.ReportAsync(Flag, user, new GrayFeedback { Negative = true });
        var unreadable = new GrayContext(user.UserId, [new("version", "no version")]);

        var decision = rig.Evaluator.Evaluate(Flag, unreadable);

        Assert.That((decision.Reason, decision.Error), Is.EqualTo((DecisionReason.Removed, DecisionError.None)));
    }

    private static RolloutRig Started()
    {
        var rig = new RolloutRig(Scored);
        rig.Pass(1);
        return rig;
    }
}
