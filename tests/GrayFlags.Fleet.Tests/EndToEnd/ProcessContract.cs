using System.Text;
using GrayFlags.FleetBenchmarks;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.EndToEnd;

/// <summary>
/// Ten processes on a real server: some are killed, the evidence goes on and is the same on all that live, a stage ends with the very outcome that
/// it waits for, none lost and none counted twice, and a canary that begins to fail is
/// off on each of them. The order is tested here; how long it takes is a row of a measuring command.
/// </summary>
internal abstract class ProcessContract
{
    private const int Processes = 10;
    private const int Killed = 3;
    private const int CanaryOfEach = 4;
    private const int FailuresOfEach = 8;

    // One more than they have when three of ten were killed between two rounds of calls.
    private const int Wanted = (Processes * CanaryOfEach) + ((Processes - Killed) * CanaryOfEach) + 1;
    private const int EntriesUntilSure = 3;

    private readonly List<NodeProcess> _nodes = [];

    /// <summary>The engine's name for a process, and its connection.</summary>
    protected abstract (string Kind, string Connection) Engine { get; }

    /// <summary>Makes a node use the store.</summary>
    protected abstract void AddStore(IGrayFlagsBuilder builder, string document);

    [TearDown]
    public void End()
    {
        _nodes.ForEach(static node => node.Dispose());
        _nodes.Clear();
    }

    [Test]
    public async Task TenProcesses_OfWhichThreeAreKilled_HaveOneEvidence_AndTurnACanaryThatFailsOff()
    {
        var document = Guid.NewGuid().ToString("N");
        await PublishAsync(document);
        for (var number = 0; number < Processes; number++)
        {
            _nodes.Add(NodeProcess.Start(Program, Engine.Kind, Engine.Connection, document, $"node-{number}"));
        }

        await UntilAsync(static sight => sight is { Phase: RolloutPhase.Running, IsJudging: true }, "the rollout runs on all");
        await CallAsync(Processes * CanaryOfEach);

        // What they had in their hands is in no log: what all have seen stays, in both arms.
        var before = _nodes[0].Sight!;
        var random = new Random(TestContext.CurrentContext.Random.Next());
        for (var number = 0; number < Killed; number++)
        {
            var killed = _nodes[random.Next(_nodes.Count)];
            killed.Dispose();
            _nodes.Remove(killed);
        }

        await CallAsync(Wanted - 1);

        // Each entry is another second or so: whoever could promote would have.
        var position = _nodes.Max(static node => node.Sight!.Position) + EntriesUntilSure;
        await UntilAsync(sight => sight.Position >= position, "the log goes on");
        List<NodeSight> sights = [];
        await UntilAsync(
            () =>
            {
                sights = _nodes.ConvertAll(static node => node.Sight!);
                return sights.Select(static sight => (sight.Position, sight.LnE, sight.Canary, sight.Control)).Distinct().Count() == 1;
            },
            "they have read the same, and know the same, to the last bit");
        Assert.Multiple(() =>
        {
            Assert.That((sights[0].Canary, sights[0].Control > before.Control), Is.EqualTo(((long)Wanted - 1, true)), "none is lost, and none counts twice");
            Assert.That(sights.Select(static sight => (sight.Phase, sight.Stage)), Has.All.EqualTo((RolloutPhase.Running, 0)), "one is missing");
        });

        _nodes[^1].Tell(NodeProcess.Succeed, 1);
        await UntilAsync(static sight => sight is { Phase: RolloutPhase.Running, Stage: 1 }, "the stage ends with the outcome that was missing");

        var late = NodeProcess.Start(Program, Engine.Kind, Engine.Connection, document, "late");
        _nodes.Add(late);
        _nodes[0].Tell(NodeProcess.Fail, FailuresOfEach);
        _nodes[1].Tell(NodeProcess.Fail, FailuresOfEach);

        await UntilAsync(static sight => sight is { Phase: RolloutPhase.RolledBack, IsOn: false }, "it is off on all, also on one that has just started");
    }

    // The hold is over before the second round: only the number of outcomes keeps it from the next stage.
    private static string Rollout => NodeProcess.Rollout("ten", $$"""
        { "name": "few", "percentage": 5, "hold": "00:00:01", "minSamples": {{Wanted}} }, { "name": "more", "percentage": 10, "hold": "10:00:00" }
        """);

    private static string Program => Repository.PathOf(
        $"benchmarks/GrayFlags.FleetBenchmarks/bin/{new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}/net10.0/GrayFlags.FleetBenchmarks.dll");

    private Task CallAsync(long seen)
    {
        _nodes.ForEach(static node => node.Tell(NodeProcess.Succeed, CanaryOfEach));
        return UntilAsync(sight => sight.Canary >= seen, "all have seen the calls of each");
    }

    private Task UntilAsync(Predicate<NodeSight> isSo, string what) =>
        UntilAsync(() => _nodes.TrueForAll(node => node.Sight is { } sight && isSo(sight)), what);

    // Two minutes on a busy machine; a second or two on any other.
    private async Task UntilAsync(Func<bool> isSo, string what)
    {
        for (var waited = 0; !isSo(); waited++)
        {
            Assert.That(waited, Is.LessThan(12_000), () => $"it did not come to this: {what}. {string.Join('\n', _nodes.Select(static node => node.Sight))}");
            await Task.Delay(10);
        }
    }

    private async Task PublishAsync(string document)
    {
        var services = new ServiceCollection();
        AddStore(services.AddGrayFlags(static options => options.InstanceName = "publisher"), document);
        await using var publisher = services.BuildServiceProvider();
        var result = await publisher.GetRequiredService<IGrayDocuments>()
            .PublishAsync(document, Encoding.UTF8.GetBytes(Rollout), new DocumentChange("ann", "a test", null));
        Assert.That(result.Outcome, Is.EqualTo(PublishOutcome.Published), string.Join('\n', result.Problems));
    }
}
