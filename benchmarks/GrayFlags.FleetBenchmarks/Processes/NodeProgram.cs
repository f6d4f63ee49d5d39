using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.FleetBenchmarks;

/// <summary>
/// One process of a fleet, which does what it reads, a line each (<c>calls 100</c>, <c>succeed 5</c>, <c>fail 5</c>), and writes what it sees whenever
/// that changes.
/// </summary>
internal static class NodeProgram
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private static string? _canary;

    public static async Task RunAsync(string engine, string document, string name)
    {
        var services = new ServiceCollection();
        var builder = services.AddGrayFlags(options => options.InstanceName = name);
        var connection = Environment.GetEnvironmentVariable(NodeProcess.Connection)!;
        _ = engine == NodeProcess.Redis
            ? builder.AddRedis(options => (options.Configuration, options.Document) = (connection, document))
            : builder.AddPostgreSql(options => (options.ConnectionString, options.Document) = (connection, document));
        await using var provider = services.BuildServiceProvider();
        var flags = provider.GetRequiredService<IGrayEvaluator>();
        var rollouts = provider.GetRequiredService<IGrayRollouts>();
        using var ending = new CancellationTokenSource();
        _ = Task.Run(() => Listen(flags, ending), CancellationToken.None);
        NodeSight? last = null;
        while (!ending.IsCancellationRequested)
        {
            if (See(flags, rollouts) is { } sight && sight != last)
            {
                Console.WriteLine(sight.ToLine(Stopwatch.GetTimestamp()));
                last = sight;
            }

            await Task.Delay(BetweenLooks, CancellationToken.None);
        }
    }

    private static NodeSight? See(IGrayEvaluator flags, IGrayRollouts rollouts) =>
        rollouts.GetStatus(NodeProcess.Flag) is { } status ? SightOf(flags, status) : null;

    private static NodeSight SightOf(IGrayEvaluator flags, RolloutStatus status) => new(
        status.Record.Id,
        status.Record.Phase,
        status.Record.Stage,
        status.Fleet?.Position ?? 0,
        status.Guards.Count > 0 ? status.Guards[0].Evidence : 0,
        status.Canary.Calls,
        status.Control.Calls,
        Volatile.Read(ref _canary) is { } user && flags.IsEnabled(NodeProcess.Flag, new GrayContext { UserId = user }),
        status.Fleet is { IsCatchingUp: false });

    // Ends when whoever started it closes the pipe.
    private static void Listen(IGrayEvaluator flags, CancellationTokenSource ending)
    {
        while (Console.In.ReadLine()?.Split(' ') is [var what, var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            for (var done = 0; done < count;)
            {
                done += Call(flags, fails: what == NodeProcess.Fail) == GrayArm.Canary || what == NodeProcess.Calls ? 1 : 0;
            }
        }

        ending.Cancel();
    }

    // The arm of the call: only the canary's fail, and controls come between.
    private static GrayArm Call(IGrayEvaluator flags, bool fails)
    {
        var user = Guid.NewGuid().ToString("N");
        using var outcome = flags.Begin(NodeProcess.Flag, new GrayContext { UserId = user });
        if (outcome.Arm == GrayArm.Canary)
        {
            Volatile.Write(ref _canary, user);
        }

        if (fails && outcome.Arm == GrayArm.Canary)
        {
            outcome.Fail();
        }
        else
        {
            outcome.Succeed();
        }

        return outcome.Arm;
    }
}
