using GrayFlags.Tests.Kit;
using NUnit.Framework;
using NUnit.Framework.Internal;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>Random histories of fleets keep what is promised of every history; and what checks that notices the faults that it is there for.</summary>
[Category(FuzzSeeds.Category)]
public sealed class FleetModelTests
{
    private const int Histories = 120;
    private const int MostUntilNoticed = 200;

    private static IEnumerable<int> Seeds => FuzzSeeds.Of(1);

    [Fault("G14")]
    [TestCaseSource(nameof(Seeds))]
    public async Task Histories_KeepTheInvariants(int seed)
    {
        var seen = new HashSet<string>();
        for (var number = 0; number < Histories; number++)
        {
            // Few calls are many where few are allowed.
            await new FleetHistory(seed + number, seen, mostCalls: number % 3 == 0 ? 2 : 5_000).PlayAsync();
        }

        string[] all = ["stage 1", "stage 2", "rolled back", "checkpoint", "failover", "alone", "compared", "edited", "sampled"];
        Assert.That(seen, Is.SupersetOf(all), "or it shows nothing");
    }

    // A failover at the beginning, after which two nodes had different evidence since there were two first checkpoints; a step in the last second. And two in
    // which the check was wrong: of a stage that had run before a failover, and of batches that were forgotten in the middle of an exchange.
    [TestCase(1313730407)]
    [TestCase(177544803)]
    [TestCase(1996009242)]
    [TestCase(121089653)]
    public Task History_ThatHasFailedOnce_KeepsTheInvariants(int seed) => new FleetHistory(seed, []).PlayAsync();

    [Fault("G14")]
    [TestCase(Sabotage.ClockOfTheNode, "I5", "I7")]
    [TestCase(Sabotage.FilterOfEachNode, "I2 to I4", "I3")]
    [TestCase(Sabotage.IdentityCursor, "I2 to I4", "I3")]
    [TestCase(Sabotage.AcknowledgedBeforeCommit, "I1")]
    [TestCase(Sabotage.CheckpointWithoutFilters, "I2 to I4", "I3")]
    public async Task Sabotage_IsNoticed(Sabotage sabotage, params string[] invariants)
    {
        string? noticed = null;
        for (var seed = 1; seed <= MostUntilNoticed && noticed is null; seed++)
        {
            noticed = await FailureOfAsync(new FleetHistory(seed, [], sabotage).PlayAsync);
        }

        Assert.That(noticed, Is.Not.Null, "no history shows it");
        Assert.That(invariants.Any(invariant => noticed!.TrimStart().StartsWith(invariant, StringComparison.Ordinal)), noticed);
    }

    [Fault("G14")]
    [Test]
    public void Arms_HaveTheSameFate_WhateverHappensOnTheWay([Range(1, 20)] int seed) => PlayBothArms(seed, Sabotage.None);

    [Test]
    public async Task Arm_WhoseOutcomesAreDropped_IsNoticed() => Assert.That(
        await FailureOfAsync(() =>
        {
            PlayBothArms(1, Sabotage.DropsTheCanary);
            return Task.CompletedTask;
        }),
        Does.Contain("I8"));

    // Nobody is killed: everything that was seen is in the log in the end.
    private static void PlayBothArms(int seed, Sabotage sabotage)
    {
        const string Plan = """
            { "stages": [{ "name": "half", "percentage": 50, "hold": "10:00:00" }, { "name": "all", "percentage": 100 }], "settle": "00:00:01",
              "health": { "splitMismatch": "none", "silentArm": "none" }, "guards": { "errors": { "metric": "error" } } }
            """;
        var random = new Random(seed);
        using var fleet = new FleetRig(Plan, random.Next(2, 5), sabotage: sabotage);
        fleet.Pass(2);
        var calls = new Dictionary<GrayArm, int> { [GrayArm.Canary] = 0, [GrayArm.Control] = 0 };
        for (var number = 0; number < 60; number++)
        {
            var node = fleet.Nodes[random.Next(fleet.Nodes.Count)];
            switch (random.Next(4))
            {
                case 0:
                    node.Link.IsCut = random.Next(2) == 0;
                    node.Link.LosesAnswers = !node.Link.IsCut && random.Next(2) == 0;
                    break;
                case 1:
                    (node.Link.Duplicates, node.Link.IsSlow) = (true, random.Next(2) == 0);
                    break;
                default:
                    node.Rig.Calls(random.Next(10_000), random.Next(40), outcome =>
                    {
                        calls[outcome.Arm]++;
                        return random.Next(200) == 0;
                    });
                    break;
            }

            fleet.Pass(random.Next(1, 4));
        }

        foreach (var node in fleet.Nodes)
        {
            (node.Link.IsCut, node.Link.LosesAnswers, node.Link.IsSlow) = (false, false, false);
        }

        fleet.Pass(60);
        Assert.That(fleet[0].Record.Phase, Is.EqualTo(RolloutPhase.Running));
        foreach (var status in fleet.Nodes.Select(node => node.Rig.Status))
        {
            Assert.That((status.Canary.Calls, status.Control.Calls), Is.EqualTo(((long)calls[GrayArm.Canary], (long)calls[GrayArm.Control])), "I8");
        }
    }

    private static async Task<string?> FailureOfAsync(Func<Task> play)
    {
        // An assertion that fails is otherwise noted as a failure of this test, also where it is caught.
        using var context = new TestExecutionContext.IsolatedContext();
        try
        {
            await play();
            return null;
        }
        catch (AssertionException exception)
        {
            return exception.Message;
        }
    }
}
