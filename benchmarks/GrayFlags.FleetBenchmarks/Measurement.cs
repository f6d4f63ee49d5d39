using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.FleetBenchmarks;

/// <summary>Starts the nodes, changes things on one of them, and waits until all of them have it.</summary>
internal sealed class Measurement(IEngine engine, int count, int rounds, TextWriter to)
{
    private const string Document = "shop";
    private const int IdleSeconds = 20;
    private const int CallsPerSecond = 1_000;

    private readonly List<ServiceProvider> _nodes = [];

    public async Task RunAsync()
    {
        for (var number = 0; number < count; number++)
        {
            var services = new ServiceCollection();
            engine.AddTo(services.AddGrayFlags(options => options.InstanceName = $"node-{number}"), Document);
            var node = services.BuildServiceProvider();
            node.GetRequiredService<IGrayEvaluator>();
            _nodes.Add(node);
        }

        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"## {engine.Name}, {count} nodes in one process, {Environment.ProcessorCount} cores, {rounds} rounds"));
        to.WriteLine();
        to.WriteLine("| from a change on one node until every node has it | median, ms | p99, ms | at most |");
        to.WriteLine("|---|---:|---:|---:|");
        await PublishAsync(0);
        await UntilAsync(node => Status(node)?.Record.Phase == RolloutPhase.Running);
        await MeasureAsync("a document is published", PublishAsync, round => node => IsOn(node, "toggle") == (round % 2 == 0));
        await MeasureAsync(
            "a flag is turned off, and on again",
            round => round % 2 != 0
                ? First<IGrayRules>().TurnOffAsync("steady", "ops", "a measurement")
                : First<IGrayRules>().TurnOnAsync("steady", "ops", "a measurement"),
            round => node => IsOn(node, "steady") == (round % 2 == 0));
        await MeasureAsync(
            "a user is taken out of a rollout",
            round => First<IGrayFeedback>().OptOutAsync("staged", new GrayContext { UserId = UserOf(round) }),
            round => node => !IsOn(node, "staged", UserOf(round)));
        await MeasureAsync(
            "a rollout is paused, and resumed",
            round => round % 2 != 0
                ? First<IGrayRollouts>().PauseAsync("staged", "ops", "a measurement")
                : First<IGrayRollouts>().ResumeAsync("staged", "ops", "a measurement"),
            round => node => Status(node)!.Record.Phase == RolloutPhase.Paused == (round % 2 != 0));
        await LoadAsync();
        to.WriteLine();
        to.Flush();
        _nodes.ForEach(static node => node.Dispose());
    }

    private static bool IsOn(IServiceProvider node, string flag, string user = "ann") =>
        node.GetRequiredService<IGrayEvaluator>().IsEnabled(flag, new GrayContext { UserId = user });

    private static RolloutStatus? Status(IServiceProvider node) => node.GetRequiredService<IGrayRollouts>().GetStatus("staged");

    private static string UserOf(int round) => string.Create(CultureInfo.InvariantCulture, $"user-{round}");

    private T First<T>()
        where T : notnull => _nodes[0].GetRequiredService<T>();

    private Task PublishAsync(int round)
    {
        var toggle = round % 2 == 0 ? "true" : "false";
        var json = $$"""
            { "description": "round {{round}}", "flags": { "toggle": {{toggle}}, "steady": true, "staged": { "rollout": {
                "stages": [{ "name": "most", "percentage": 99.99, "hold": "10:00:00" }, { "name": "all", "percentage": 100 }], "settle": "00:00:01",
                "guards": { "errors": { "metric": "error" } }, "health": { "splitMismatch": "none", "silentArm": "none" } } } } }
            """;
        return First<IGrayDocuments>().PublishAsync(Document, Encoding.UTF8.GetBytes(json), new DocumentChange("ops", "a measurement", null));
    }

    private async Task MeasureAsync(string what, Func<int, Task> change, Func<int, Func<IServiceProvider, bool>> isThere)
    {
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            // Never in step with a tick.
            await Task.Delay(Random.Shared.Next(200, 1_200));
            var begun = Stopwatch.GetTimestamp();
            await change(round + 1);
            await UntilAsync(isThere(round + 1));
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        times.Sort();
        var p99 = times[(int)Math.Ceiling(0.99 * times.Count) - 1];
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {times[times.Count / 2]:0} | {p99:0} | 1,000 {(p99 < 1_000 ? "pass" : "SHORT")} |"));
        to.Flush();
    }

    private async Task UntilAsync(Func<IServiceProvider, bool> isThere)
    {
        foreach (var node in _nodes)
        {
            while (!isThere(node))
            {
                await Task.Delay(1);
            }
        }
    }

    // What the fleet asks of its store with nothing to do, and with outcomes of a thousand users a second.
    private async Task LoadAsync()
    {
        await UntilAsync(node => Status(node)!.Record.Phase == RolloutPhase.Running || rounds % 2 != 0);
        to.WriteLine();
        to.WriteLine("| load | calls a second and node | at most |");
        to.WriteLine("|---|---:|---:|");
        await LoadAsync("nothing to do", 0);
        await LoadAsync(string.Create(CultureInfo.InvariantCulture, $"{CallsPerSecond:N0} outcomes a second in the fleet"), CallsPerSecond);
    }

    private async Task LoadAsync(string what, int calls)
    {
        var (before, begun) = (await engine.CountAsync(), Stopwatch.GetTimestamp());
        for (var second = 0; second < IdleSeconds; second++)
        {
            for (var call = 0; call < calls; call++)
            {
                using var outcome = _nodes[call % _nodes.Count].GetRequiredService<IGrayEvaluator>()
                    .Begin("staged", new GrayContext { UserId = UserOf((second * calls) + call) });
                outcome.Succeed();
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        var rate = (await engine.CountAsync() - before) / Stopwatch.GetElapsedTime(begun).TotalSeconds / _nodes.Count;
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {rate:0.0} | 5 {(rate < 5 ? "pass" : "SHORT")} |"));
    }
}
