using System.Text;
using GrayFlags.FleetBenchmarks;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.EndToEnd;

/// <summary>
/// Ten processes on a real server: some are killed, the evidence goes on and is the same on all that live, nothing is promoted meanwhile, and a canary that
/// begins to fail is off on each of them. The order is tested here; how long it takes is a row of a measuring command.
/// </summary>
internal abstract class ProcessContract
{
    private const int Processes = 10;
    private const int Killed = 3;
    private const int CallsOfEach = 60;
    private const int FailuresOfEach = 6;

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
        await CallAsync(Processes * CallsOfEach);

        // What they had in their hands is in no log: what all have seen stays, in both arms.
        var before = _nodes[0].Sight!;
        var random = new Random(TestContext.CurrentContext.Random.Next());
        for (var number = 0; number < Killed; number++)
        {
            var killed = _nodes[random.Next(_nodes.Count)];
            killed.Dispose();
            _nodes.Remove(killed);
        }

        await CallAsync(before.Canary + before.Control + (_nodes.Count * CallsOfEach));
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
            Assert.That((sights[0].Canary >= before.Canary, sights[0].Control > before.Control), Is.EqualTo((true, true)), "nothing began anew");
            Assert.That(sights.Select(static sight => (sight.Phase, sight.Stage)), Has.All.EqualTo((RolloutPhase.Running, 0)));
        });

        var late = NodeProcess.Start(Program, Engine.Kind, Engine.Connection, document, "late");
        _nodes.Add(late);
        _nodes[0].Tell(NodeProcess.Fail, FailuresOfEach);
        _nodes[1].Tell(NodeProcess.Fail, FailuresOfEach);

        await UntilAsync(static sight => sight is { Phase: RolloutPhase.RolledBack, IsOn: false }, "it is off on all, also on one that has just started");
    }

    private static string Program => Repository.PathOf(
        $"benchmarks/GrayFlags.FleetBenchmarks/bin/{new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}/net10.0/GrayFlags.FleetBenchmarks.dll");

    private Task CallAsync(long seen)
    {
        _nodes.ForEach(static node => node.Tell(NodeProcess.Calls, CallsOfEach));
        return UntilAsync(sight => sight.Canary + sight.Control >= seen, "all have seen the calls of each");
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
            .PublishAsync(document, Encoding.UTF8.GetBytes(NodeProcess.Rollout("ten")), new DocumentChange("ann", "a test", null));
        Assert.That(result.Outcome, Is.EqualTo(PublishOutcome.Published), string.Join('\n', result.Problems));
    }
}
