using System.Globalization;
using GrayFlags;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet;

/// <summary>One process of the fleet: asks for 120 customers a second, and says each second what it sees.</summary>
internal static class Node
{
    private const int CallsPerSecond = 120;
    private const double UsualFailures = 0.01;
    private const double FailuresOfCanary = 0.5;

    private static volatile bool _isBroken;

    public static async Task<int> RunAsync(string name)
    {
        var services = new ServiceCollection();
        services.AddFleet(Environment.GetEnvironmentVariable(Settings.Variable)!, name);
        await using var provider = services.BuildServiceProvider();
        var flags = provider.GetRequiredService<IGrayEvaluator>();
        var rollouts = provider.GetRequiredService<IGrayRollouts>();
        using var ending = new CancellationTokenSource();
        _ = Task.Run(() => Listen(ending));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!ending.IsCancellationRequested)
        {
            for (var call = 0; call < CallsPerSecond; call++)
            {
                Serve(flags, $"customer-{Random.Shared.Next(20_000)}");
            }

            Console.WriteLine(See(rollouts.GetStatus(Settings.Flag)));
            try
            {
                await timer.WaitForNextTickAsync(ending.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return 0;
    }

    // A unit of work: its outcome is evidence, on whichever node it happens.
    private static void Serve(IGrayEvaluator flags, string customer)
    {
        using var call = flags.Begin(Settings.Flag, new GrayContext { UserId = customer });
        var isNew = call.Arm == GrayArm.Canary;
        if (Random.Shared.NextDouble() < (isNew && _isBroken ? FailuresOfCanary : UsualFailures))
        {
            call.Fail();
        }
        else
        {
            call.Succeed();
        }
    }

    // Whoever started it tells it what happens, and ends it by closing the pipe.
    private static void Listen(CancellationTokenSource ending)
    {
        while (Console.In.ReadLine() is { } line)
        {
            _isBroken = line == "break";
        }

        ending.Cancel();
    }

    private static string See(RolloutStatus? status)
    {
        if (status is null)
        {
            return "no rules yet";
        }

        var evidence = status.Guards.Count > 0 ? status.Guards[0].Evidence / status.Guards[0].Threshold : 0;
        return status.Record.Phase == RolloutPhase.Running
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{status.StageName} {status.Percentage:0} %, failed {status.Canary.Failures}/{status.Canary.Calls}, evidence {Math.Max(evidence, 0):0.00}")
            : status.Record.Phase.ToString();
    }
}
