using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Simulation;

/// <summary>
/// No data is no good news: through the public API and with every default, a canary that nobody has seen well is in its first stage after hours, or gone.
/// </summary>
public sealed class NeverUnseenTests
{
    private const int Users = 2_000;
    private const int CallsPerSecond = 20;
    private const int Seconds = 2 * 3_600;
    private const int LooksEach = 60;

    private const string Document = """
        { "stages": [{ "name": "canary", "percentage": 5, "hold": "00:10:00" }, { "name": "half", "percentage": 50, "hold": "00:10:00" },
            { "name": "all", "percentage": 100, "hold": "00:00:01" }],
          "guards": { "errors": { "metric": "error" } } }
        """;

    /// <summary>What becomes of a call of the canary, and of one of the control.</summary>
    private static readonly Dictionary<string, (Action<GrayOutcome> Canary, Action<GrayOutcome> Control)> Ways = new()
    {
        ["the canary hangs"] = (static _ => { }, static call => call.Succeed()),
        ["clients of the canary give up at once"] = (static call => call.Abandon(), static call => call.Succeed()),
        ["the canary's outcomes are lost"] = (static call => call.Ignore(), static call => call.Succeed()),
        ["the control's outcomes are lost"] = (static call => call.Succeed(), static call => call.Ignore()),
        ["all outcomes are lost"] = (static call => call.Ignore(), static call => call.Ignore()),
        ["both arms hang"] = (static _ => { }, static _ => { }),
    };

    private static IEnumerable<string> Names => Ways.Keys;

    [TestCaseSource(nameof(Names))]
    public void Stage_WithoutGoodOutcomesOfBothArms_IsNotLeft(string way)
    {
        using var rig = new RolloutRig(Document);
        var (canary, control) = Ways[way];
        var call = 0;
        for (var second = 0; second < Seconds; second++)
        {
            for (var number = 0; number < CallsPerSecond; number++)
            {
                var outcome = rig.Evaluator.Begin(RolloutRig.Flag, RolloutRig.User(call++ * 7 % Users));
                (outcome.Arm == GrayArm.Canary ? canary : control)(outcome);
            }

            rig.Pass(1);
            AssertUnseen(rig, second);
        }
    }

    [TestCase(0, TestName = "Stage_WithoutAnyCall_IsNotLeft")]
    [TestCase(CallsPerSecond, TestName = "Stage_WithQuestionsAndNoCalls_IsNotLeft")]
    public void Stage_Unseen(int questions)
    {
        using var rig = new RolloutRig(Document);
        for (var second = 0; second < Seconds; second++)
        {
            for (var number = 0; number < questions; number++)
            {
                rig.Evaluator.IsEnabled(RolloutRig.Flag, RolloutRig.User(((second * questions) + number) % Users));
            }

            rig.Pass(1);
            AssertUnseen(rig, second);
        }

        Assert.That(rig.Record.Phase, Is.EqualTo(RolloutPhase.Running), "silence of both arms holds, and goes on by itself");
    }

    // The process dies of a call of the canary, and with it whatever was under way.
    [Test]
    public void Stage_OfACanaryThatKillsItsProcess_IsNotLeft()
    {
        var (store, time, call) = (new InMemoryRolloutStore(), new ManualTimeProvider(), 0);
        for (var second = 0; second < Seconds / 16;)
        {
            using var rig = new RolloutRig(Document, store, time);
            for (var isAlive = true; isAlive && second < Seconds / 16; second++)
            {
                for (var number = 0; number < 2 && isAlive; number++)
                {
                    var outcome = rig.Evaluator.Begin(RolloutRig.Flag, RolloutRig.User(call++ * 7 % Users));
                    isAlive = outcome.Arm != GrayArm.Canary;
                    if (isAlive)
                    {
                        outcome.Succeed();
                    }
                }

                rig.Pass(1);
                AssertUnseen(rig, second);
            }
        }
    }

    // Everyone has called in every minute, and nothing fails: no call is news, and each is a sign of life.
    [TestCase(100, 10)]
    [TestCase(2_000, 20)]
    public void Traffic_OfTheSameUsers_IsASignOfLifeForHours(int users, int callsPerSecond)
    {
        using var rig = new RolloutRig(
            Document.Replace("\"hold\": \"00:10:00\" }, { \"name\": \"half\"", "\"hold\": \"12:00:00\" }, { \"name\": \"half\"", StringComparison.Ordinal));
        var call = 0;
        for (var second = 0; second < 3 * 3_600; second++)
        {
            for (var number = 0; number < callsPerSecond; number++)
            {
                rig.Evaluator.Begin(RolloutRig.Flag, RolloutRig.User(call++ % users)).Succeed();
            }

            rig.Pass(1);
            if (second % LooksEach == LooksEach - 1)
            {
                Assert.That(
                    rig.Record,
                    Has.Property(nameof(RolloutRecord.Phase)).EqualTo(RolloutPhase.Running)
                        .And.Property(nameof(RolloutRecord.WaitReason)).EqualTo(RolloutWaitReason.Time));
                Assert.That(
                    rig.Time.GetUtcNow() - rig.Status.LastOutcomeAt,
                    Is.LessThanOrEqualTo(TimeSpan.FromSeconds(2)),
                    "a tick, and the second that signs of life are kept to");
            }
        }
    }

    private static void AssertUnseen(RolloutRig rig, int second)
    {
        if (second % LooksEach == 0)
        {
            Assert.That(rig.Record.Stage, Is.Zero, $"after {second} s: {rig.State}, {rig.Record.WaitReason}");
            Assert.That(rig.Record.Phase, Is.Not.EqualTo(RolloutPhase.Completed));
        }
    }
}
