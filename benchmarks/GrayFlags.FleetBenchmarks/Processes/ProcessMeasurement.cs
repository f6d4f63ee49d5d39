using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.FleetBenchmarks;

/// <summary>
/// Processes of their own on one engine: a canary of 5 % begins to fail on all of them, and the time runs until the flag is off on the last one. Each round is
/// a rollout of its own.
/// </summary>
internal sealed class ProcessMeasurement(IEngine engine, int count, int rounds, TextWriter to) : IDisposable
{
    private const string Document = "processes";
    private const int CallsOfEach = 100;
    private const int FailuresOfEach = 5;
    private const int CanarySeen = 20;

    private readonly List<NodeProcess> _nodes = [];

    public async Task RunAsync()
    {
        var services = new ServiceCollection();
        engine.AddTo(services.AddGrayFlags(static options => options.InstanceName = "publisher"), Document);
        await using var publisher = services.BuildServiceProvider();
        var documents = publisher.GetRequiredService<IGrayDocuments>();
        await PublishAsync(documents, 0);
        for (var number = 0; number < count; number++)
        {
            _nodes.Add(NodeProcess.Start(typeof(ProcessMeasurement).Assembly.Location, engine.Kind, engine.Connection, Document, $"node-{number}"));
        }

        var times = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            times.Add(await RoundAsync(documents, round));
        }

        times.Sort();
        var p99 = times[(int)Math.Ceiling(0.99 * times.Count) - 1];
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"## {engine.Name}, {count} processes, {Environment.ProcessorCount} cores, {rounds} rounds"));
        to.WriteLine();
        to.WriteLine("| from the first failure of the canary until the flag is off on every process | median, ms | p99, ms | at most |");
        to.WriteLine("|---|---:|---:|---:|");
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {count * FailuresOfEach} calls fail at once, at 5 % | {times[times.Count / 2]:0} | {p99:0} | 3,000 {(p99 < 3_000 ? "pass" : "SHORT")} |"));
        to.WriteLine();
        to.Flush();
    }

    public void Dispose() => _nodes.ForEach(static node => node.Dispose());

    private static Task<PublishResult> PublishAsync(IGrayDocuments documents, int round) => documents.PublishAsync(
        Document, Encoding.UTF8.GetBytes(NodeProcess.Rollout(IdOf(round))), new DocumentChange("ops", "a measurement", null));

    private static string IdOf(int round) => string.Create(CultureInfo.InvariantCulture, $"round-{round}");

    private async Task<double> RoundAsync(IGrayDocuments documents, int round)
    {
        await PublishAsync(documents, round);
        await UntilAsync(sight => sight.Id == IdOf(round) && sight.IsJudging);
        _nodes.ForEach(static node => node.Tell(NodeProcess.Calls, CallsOfEach));
        await UntilAsync(static sight => sight is { Canary: >= CanarySeen, IsOn: true });

        // Never in step with a tick.
        await Task.Delay(Random.Shared.Next(0, 1_000));
        var begun = Stopwatch.GetTimestamp();
        _nodes.ForEach(static node => node.Tell(NodeProcess.Fail, FailuresOfEach));
        await UntilAsync(static sight => sight is { Phase: RolloutPhase.RolledBack, IsOn: false });
        return Stopwatch.GetElapsedTime(begun, _nodes.Max(static node => node.SeenAt)).TotalMilliseconds;
    }

    private async Task UntilAsync(Predicate<NodeSight> isSo)
    {
        while (!_nodes.TrueForAll(node => node.Sight is { } sight && isSo(sight)))
        {
            await Task.Delay(5);
        }
    }
}
