using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Short;

/// <summary>What answers cost, in CPU time of their thread, while another thread makes one document after the other live as fast as it can.</summary>
internal static class ReloadUnderReaders
{
    private const int Flags = 100;
    private const int Rounds = 40;
    private const int Passes = 60;

    /// <summary>
    /// Nanoseconds a call while nothing changes and while rules change, and how often they did in a second: medians of rounds that take turns.
    /// </summary>
    public static (double Quiet, double Reloading, double Ratio, double Reloads) Measure()
    {
        var question = new Question(Flags);
        var documents = new[] { LargeDocument.Json(Flags, 1), LargeDocument.Json(Flags, 2) };
        var provider = new InMemoryRuleProvider();
        provider.Set(LoadResult.FromJson(documents[0]));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        var loop = new NameLoop(evaluator, question.Asked, Users.Contexts());
        var rounds = Enumerable.Range(0, Rounds).Select(_ => (Quiet: Cpu(loop), Reloading: WhileReloading(loop, provider, documents))).Skip(5).ToList();
        return (
            Median.Of(rounds.Select(round => round.Quiet)),
            Median.Of(rounds.Select(round => round.Reloading.Cpu)),
            Median.Of(rounds.Select(round => round.Reloading.Cpu / round.Quiet)),
            Median.Of(rounds.Select(round => round.Reloading.Reloads)));
    }

    private static (double Cpu, double Reloads) WhileReloading(NameLoop loop, InMemoryRuleProvider provider, byte[][] documents)
    {
        var reloads = 0;
        using var started = new ManualResetEventSlim();
        using var done = new CancellationTokenSource();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var thread = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                provider.Set(LoadResult.FromJson(documents[++reloads % 2]));
                started.Set();
            }
        });
        thread.Start();
        started.Wait();
        var cpu = Cpu(loop);
        done.Cancel();
        thread.Join();
        return (cpu, reloads / clock.Elapsed.TotalSeconds);
    }

    private static double Cpu(NameLoop loop)
    {
        var start = ThreadTime.Nanoseconds();
        for (var pass = 0; pass < Passes; pass++)
        {
            loop.Run();
        }

        return (ThreadTime.Nanoseconds() - start) / Passes / loop.Calls;
    }
}
