using System.Text.Json;
using System.Text.Json.Nodes;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulator.Experiments;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

/// <summary>Evidence that is kept over a restart and an edit, and the risk that guards share meanwhile.</summary>
public sealed class GuardSetStateTests : GuardSetFixture
{
    [Test, Fault("G4")]
    public void State_CapturedAndRestored_GoesOnTheSame_AndCountsNobodyTwice()
    {
        var plan = Plans.Of(
            [Plans.Errors, Plans.Latency, Plans.P95, Plans.Happy, Plans.Limit(GuardMetric.OptOut, 0.02)], stages: 3, advance: StageAdvance.Evidence);
        var attempt = new Attempt(plan);
        Everything(attempt);
        Judged(attempt);
        attempt.Guards.StartStage(1);
        Everything(attempt, stage: 1);
        var before = Judged(attempt);
        var json = JsonSerializer.Serialize(attempt.Guards.Capture());

        var restored = new GuardSet(plan, attempt.Recorder, attempt.Clock);
        Assert.That(restored.Restore(JsonSerializer.Deserialize<GuardSetState>(json)!), Is.True);

        Assert.That(JsonSerializer.Serialize(restored.Capture()), Is.EqualTo(json));
        var after = restored.Tick(attempt.Clock.GetUtcNow().UtcTicks);
        Assert.That(after.Guards.Select(Kept), Is.EqualTo(before.Guards.Select(Kept)));
        Assert.That(
            (after.LnEvidence, after.ExposuresLnE, after.FirstOutcomesLnE, after.StageCanary, after.Canary),
            Is.EqualTo((before.LnEvidence, before.ExposuresLnE, before.FirstOutcomesLnE, before.StageCanary, before.Canary)));

        // The same units again: no bet.
        var bets = Bets(attempt);
        UseTheSameUnitsAgain();
        attempt.Restart();
        Calls(attempt, isCanary: true, 60, failed: true);
        Judged(attempt);
        Assert.That(Bets(attempt)[1..], Is.EqualTo(bets[1..]), "all but the epoch of 15 seconds, which is another one");

        // The last half minute is for people, and begins anew.
        static GuardStatus Kept(GuardStatus guard) => guard with { RecentCanary = default, RecentControl = default };
    }

    [Test]
    public void State_OfAnEditedPlan_KeepsTheGuardsThatAreTheSame()
    {
        var attempt = Of(Plans.Errors, Plans.Happy);
        Everything(attempt);
        Judged(attempt);
        var stricter = new GuardPlan { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, Relative = 0.5, OnBreach = GuardAction.Pause };

        var edited = new GuardSet(Plans.Of([stricter, Plans.Happy, Plans.Latency], stages: 5), attempt.Recorder, attempt.Clock);
        edited.Restore(attempt.Guards.Capture());

        Assert.That(edited.Tick(2).Guards.Select(guard => guard.Canary.Count > 0), Is.EqualTo(new[] { false, true, false }));
    }

    // A guard begins with fresh wealth, so what comes later has less of the risk: however often one is renamed, the sum stays.
    [Test]
    public void Guards_RenamedWithoutEnd_ShareOneRisk()
    {
        const double Risk = 0.01;
        var attempt = Of(Plans.Errors);
        var spent = Math.Exp(-Judged(attempt).Guards[0].Threshold);
        Assert.That(spent, Is.EqualTo(0.9 * Risk).Within(1e-12));
        var guards = attempt.Guards;
        for (var name = 0; name < 50; name++)
        {
            var renamed = new GuardPlan { Name = $"errors-{name}", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback };
            var next = new GuardSet(Plans.Of([renamed]), attempt.Recorder, attempt.Clock);
            next.Restore(guards.Capture());
            guards = next;
            spent += Math.Exp(-guards.Tick(0).Guards[0].Threshold);
        }

        Assert.That(spent, Is.LessThan(Risk));
    }

    [TestCase(1, 0.01)]
    [TestCase(2, 0.005)]
    [TestCase(4, 0.00125)]
    public void Attempt_OnTheSameArms_HasHalfTheRiskOfTheOneBefore(int number, double risk)
    {
        var clock = new ManualTimeProvider();
        var guards = new GuardSet(Plans.Of([Plans.Errors]), new OutcomeRecorder(clock, number), clock, number);

        Assert.That(Math.Exp(-guards.Tick(0).Guards[0].Threshold), Is.EqualTo(0.9 * risk).Within(1e-12));
    }

    private static IEnumerable<Action<JsonNode>> Damages() =>
    [
        node => node["Guards"] = null,
        node => node["Stage"] = null,
        node => node["Stage"]!["Stage"] = -1,
        node => node["Stage"]!["Settled"] = -1,
        node => node["Doubts"]!["Counts"] = new JsonArray(1, 2),
        node => node["Version"] = 1,
        node => node["Watched"] = -1,
        node => node["Exposures"]![0]![0] = 100_001,
        node => node["Exposures"]![0] = new JsonArray(1, 2),
        node => node["FirstOutcomes"] = null,
        node => node["Counts"] = new JsonArray(-1, 2),
        node => node["Durations"] = new JsonArray(1, 2),
        node => node["Units"] = new JsonArray("x", "", "", ""),
        node => node["Units"] = new JsonArray("AAAA"),
        node => node["Units"] = new JsonArray(node["Units"]![0]!.GetValue<string>(), "x", "", ""),
    ];

    [TestCaseSource(nameof(Damages))]
    public void State_Damaged_IsRefused(object damage)
    {
        var plan = Plans.Of([Plans.Errors, Plans.Latency]);
        var attempt = new Attempt(plan);
        Everything(attempt);
        Judged(attempt);
        var node = JsonSerializer.SerializeToNode(attempt.Guards.Capture())!;
        ((Action<JsonNode>)damage)(node);
        var other = new GuardSet(plan, attempt.Recorder, attempt.Clock);

        Assert.That(other.Restore(node.Deserialize<GuardSetState>()!), Is.False);
        Assert.That(other.Tick(1).Guards[0].Canary.Count, Is.Zero);
        Assert.That(other.Capture().Units, Is.All.Empty, "a refused state leaves nothing behind");
    }
}
