using System.Text;
using System.Text.Json;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.EndToEnd;

/// <summary>Whole evaluators on a real store, in real time: what one of them does, all of them have in the end. All is waited for by condition.</summary>
internal abstract class FleetContract
{
    private const string Rollout = """
        { "flags": { "checkout": { "rollout": {
            "stages": [{ "name": "half", "percentage": 50, "hold": "10:00:00" }, { "name": "all", "percentage": 100 }], "settle": "00:00:01",
            "guards": { "errors": { "metric": "error", "onBreach": "rollback" } }, "health": { "splitMismatch": "none", "silentArm": "none" } } } } }
        """;

    private readonly List<ServiceProvider> _nodes = [];
    private RecordingLoggerFactory _logs = null!;
    private string _document = "";

    [SetUp]
    public void Begin() => (_document, _logs) = (Guid.NewGuid().ToString("N"), new RecordingLoggerFactory());

    [TearDown]
    public void End()
    {
        _nodes.ForEach(static node => node.Dispose());
        _nodes.Clear();
    }

    [Test]
    public async Task Rules_PublishedOnOneNode_AreLiveOnAll()
    {
        var nodes = Enumerable.Range(0, 4).Select(number => Start($"node-{number}")).ToList();

        await PublishAsync(nodes[0], """{ "flags": { "checkout": true } }""");
        await UntilAsync(() => nodes.TrueForAll(IsOn), "the first version is live");
        await PublishAsync(nodes[1], """{ "flags": { "checkout": false } }""");
        await UntilAsync(() => nodes.TrueForAll(node => !IsOn(node)), "the second version is live");
        await nodes[2].GetRequiredService<IGrayDocuments>().RevertAsync(_document, 1, new DocumentChange("ann", "back", 2));
        await UntilAsync(() => nodes.TrueForAll(IsOn), "the first version is live again");
        await nodes[3].GetRequiredService<IGrayRules>().TurnOffAsync("checkout", "ann", "errors");
        await UntilAsync(() => nodes.TrueForAll(node => !IsOn(node)), "it is turned off");
    }

    // Each one counts, and ends; the store has the sum.
    [Test]
    public async Task Usage_OfNodesThatHaveEnded_AddsUpInTheStore()
    {
        await PublishAsync(Start("node-0"), """{ "flags": { "checkout": true } }""");
        for (var calls = 1; calls <= 3; calls++)
        {
            var node = Start($"node-{calls}", measuresUsage: true);
            await UntilAsync(() => node.GetRequiredService<IGrayUsage>().GetAll().Count > 0, "it has the rules");
            Enumerable.Range(0, calls).ToList().ForEach(_ => IsOn(node));
            await node.DisposeAsync();
        }

        var store = _nodes[0].GetRequiredService<IDocumentStore>();
        using var usage = JsonDocument.Parse((await store.ReadAsync(_document + ".usage", null, default))!.Utf8Json);

        var days = usage.RootElement.GetProperty("flags").GetProperty("checkout").GetProperty("days");
        Assert.That(days.EnumerateArray().Sum(day => day[1].GetInt64()), Is.EqualTo(6));
        Assert.That(usage.RootElement.GetProperty("writers").EnumerateObject().Count(), Is.EqualTo(3));
        Assert.That(await store.ReadHistoryAsync(_document + ".usage", long.MaxValue, 10, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Canary_ThatFailsAllOverTheFleet_IsRolledBackOnAllNodes()
    {
        var nodes = Enumerable.Range(0, 3).Select(number => Start($"node-{number}")).ToList();
        await PublishAsync(nodes[0], Rollout);
        await UntilAsync(() => nodes.TrueForAll(node => Status(node)?.Record.Phase == RolloutPhase.Running), "the rollout runs");

        // No node alone sees so many failures as it takes.
        var user = 0;
        await UntilAsync(
            () =>
            {
                Call(nodes[user++ % nodes.Count], $"u{user}");
                return nodes.TrueForAll(node => Status(node)?.Record.Phase == RolloutPhase.RolledBack);
            },
            "it is rolled back on all nodes");

        await UntilAsync(() => nodes.Select(node => Status(node)!.Record.Revision).Distinct().Count() == 1, "all have read the same record");
        Assert.That(nodes.Any(node => Enumerable.Range(0, 100).Any(number => IsOn(node, $"x{number}"))), Is.False);
    }

    [Test]
    public async Task Evidence_OfANodeThatDied_GoesOnWithTheOthers()
    {
        var nodes = Enumerable.Range(0, 2).Select(number => Start($"node-{number}")).ToList();
        await PublishAsync(nodes[0], Rollout);
        await UntilAsync(() => nodes.TrueForAll(node => Status(node)?.Record.Phase == RolloutPhase.Running), "the rollout runs");
        var user = 0;
        await UntilAsync(
            () =>
            {
                Call(nodes[0], $"u{user++}", mayFail: false);
                return Status(nodes[1])?.Canary.Calls > 50;
            },
            "the other node has seen the calls");
        nodes[0].Dispose();
        _nodes.Remove(nodes[0]);

        var later = Start("node-2");
        await UntilAsync(() => Status(later)?.Canary.Calls > 50, "a new node knows what was seen before it");

        Assert.That(Status(later)!.Guards[0].Evidence, Is.EqualTo(Status(nodes[1])!.Guards[0].Evidence).Within(1e-9));
    }

    [Test]
    public async Task User_WhoIsTakenOutOnOneNode_IsOutOnAll()
    {
        var nodes = Enumerable.Range(0, 3).Select(number => Start($"node-{number}")).ToList();
        await PublishAsync(nodes[0], Rollout);
        await UntilAsync(() => nodes.TrueForAll(node => Status(node)?.Record.Phase == RolloutPhase.Running), "the rollout runs");
        var user = Enumerable.Range(0, 100).Select(number => $"u{number}").First(name => IsOn(nodes[0], name));

        await nodes[0].GetRequiredService<IGrayFeedback>().OptOutAsync("checkout", new GrayContext { UserId = user });

        await UntilAsync(() => nodes.TrueForAll(node => !IsOn(node, user)), "the user is out everywhere");
    }

    // A standby, a failover that is under way, or who may only read: it has no number of the store's.
    [Test]
    public async Task Node_ThatStarts_AndMayOnlyRead_ServesAsTheOthers_IsCutOff_AndStopsADeadCanaryByItself()
    {
        var writer = Start("node-0");
        await PublishAsync(writer, Rollout);
        await UntilAsync(() => Status(writer)?.Record.Phase == RolloutPhase.Running, "the rollout runs");
        await AllowReadingAsync();
        var reader = Start("reader", mayOnlyRead: true);
        string[] users = [.. Enumerable.Range(0, 300).Select(static number => $"x{number}")];

        await UntilAsync(() => users.All(user => IsOn(reader, user) == IsOn(writer, user)), "it serves as the other one does");
        await UntilAsync(() => Status(reader)?.Fleet?.IsCutOff == true, "it is cut off, also without a call", tries: 12_000);
        await UntilAsync(() => Status(reader)!.Fleet!.Nodes == 1, "it reads the log");
        var user = 0;
        await UntilAsync(
            () =>
            {
                Call(reader, $"u{user++}");
                return Status(reader)?.Record.Phase == RolloutPhase.RolledBack;
            },
            "it stops the canary");

        Assert.That(Status(writer)!.Record.Phase, Is.EqualTo(RolloutPhase.Running), "nobody told the fleet");
    }

    /// <summary>Makes a node use the store.</summary>
    protected abstract void AddStore(IGrayFlagsBuilder builder, string document);

    /// <summary>Makes a node use the store as somebody who may only read.</summary>
    protected abstract void AddReader(IGrayFlagsBuilder builder, string document);

    /// <summary>Allows somebody to read.</summary>
    protected abstract Task AllowReadingAsync();

    private static bool IsOn(IServiceProvider node) => IsOn(node, "ann");

    private static bool IsOn(IServiceProvider node, string user) =>
        node.GetRequiredService<IGrayEvaluator>().IsEnabled("checkout", new GrayContext { UserId = user });

    private static RolloutStatus? Status(IServiceProvider node) => node.GetRequiredService<IGrayRollouts>().GetStatus("checkout");

    private static void Call(IServiceProvider node, string user, bool mayFail = true)
    {
        using var outcome = node.GetRequiredService<IGrayEvaluator>().Begin("checkout", new GrayContext { UserId = user });
        if (mayFail && outcome.Arm == GrayArm.Canary)
        {
            outcome.Fail();
        }
        else
        {
            outcome.Succeed();
        }
    }

    // A call costs a few microseconds: those of a whole fleet come a few at a time.
    private async Task UntilAsync(Func<bool> isSo, string what, int tries = 4_000)
    {
        for (var waited = 0; !isSo(); waited++)
        {
            Assert.That(waited, Is.LessThan(tries), () => $"it did not come to this: {what}. {string.Join('\n', _logs.Entries)}");
            await Task.Delay(5);
        }
    }

    private async Task PublishAsync(IServiceProvider node, string json)
    {
        var result = await node.GetRequiredService<IGrayDocuments>()
            .PublishAsync(_document, Encoding.UTF8.GetBytes(json), new DocumentChange("ann", "a test", null));
        Assert.That(result.Outcome, Is.EqualTo(PublishOutcome.Published), string.Join('\n', result.Problems));
    }

    private ServiceProvider Start(string name, bool measuresUsage = false, bool mayOnlyRead = false)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_logs);
        var builder = services.AddGrayFlags(options => (options.InstanceName, options.MeasureUsage) = (name, measuresUsage));
        if (mayOnlyRead)
        {
            AddReader(builder, _document);
        }
        else
        {
            AddStore(builder, _document);
        }

        var node = services.BuildServiceProvider();
        node.GetRequiredService<IGrayEvaluator>();
        _nodes.Add(node);
        return node;
    }
}
