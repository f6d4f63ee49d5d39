using System.Diagnostics;
using GrayFlags;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet;

/// <summary>Publishes the rules, starts the nodes, lets things happen to them, and prints what each of them sees.</summary>
internal sealed class Show(string connection, int failAfter, int killAfter)
{
    private const int Width = 44;
    private const int UntilReplaced = 3;

    private readonly List<(string Name, Process Process)> _nodes = [];
    private readonly Dictionary<string, string> _seen = [];
    private readonly Lock _gate = new();

    /// <returns>True when the rollout was rolled back on every node.</returns>
    public async Task<bool> RunAsync(int seconds)
    {
        await PublishAsync();
        foreach (var name in new[] { "node-1", "node-2", "node-3" })
        {
            Start(name);
        }

        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            for (var second = 1; second <= seconds; second++)
            {
                await timer.WaitForNextTickAsync();
                Happen(second);
                if (Print(second))
                {
                    Console.WriteLine();
                    Console.WriteLine("Every node has rolled it back: one guard weighed the calls of all of them.");
                    return true;
                }
            }

            Console.WriteLine("The time is up.");
            return false;
        }
        finally
        {
            _nodes.ForEach(static node => End(node.Process));
        }
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private async Task PublishAsync()
    {
        var services = new ServiceCollection();
        services.AddFleet(connection, "publisher");
        await using var provider = services.BuildServiceProvider();
        var rules = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "flags.json"));
        var result = await provider.GetRequiredService<IGrayDocuments>().PublishAsync(
            Settings.Document, rules, new DocumentChange("the sample", "begins", ExpectedVersion: null));
        Console.WriteLine($"The rules are {result.Outcome}, version {result.Version}, for every node that reads '{Settings.Document}'.");
    }

    private void Happen(int second)
    {
        if (second == killAfter)
        {
            Tell("node-3 is killed; its calls stay in the evidence");
            Kill("node-3");
        }

        if (second == killAfter + UntilReplaced)
        {
            Tell("node-4 starts, and knows what the others have seen");
            Start("node-4");
        }

        if (second == failAfter)
        {
            Tell("on node-2 half of the new version's calls fail from now on; on the others it is well");
            _nodes.First(static node => node.Name == "node-2").Process.StandardInput.WriteLine("break");
        }
    }

    private static void Tell(string what) => Console.WriteLine($"   >> {what}");

    private void Kill(string name)
    {
        var node = _nodes.First(node => node.Name == name);
        node.Process.Kill();
        _nodes.Remove(node);
        lock (_gate)
        {
            _seen.Remove(name);
        }
    }

    private void Start(string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Show).Assembly.Location);
        }

        start.ArgumentList.Add("node");
        start.ArgumentList.Add(name);
        start.Environment[Settings.Variable] = connection;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } seen)
            {
                lock (_gate)
                {
                    _seen[name] = seen;
                }
            }
        };
        process.BeginOutputReadLine();
        _nodes.Add((name, process));
    }

    // True when it is over.
    private bool Print(int second)
    {
        lock (_gate)
        {
            var columns = _nodes.Select(node => $"{node.Name}: {_seen.GetValueOrDefault(node.Name, "starts")}".PadRight(Width + node.Name.Length));
            Console.WriteLine($"{second,3}s  {string.Join("  ", columns).TrimEnd()}");
            return _nodes.TrueForAll(node => _seen.GetValueOrDefault(node.Name) == nameof(RolloutPhase.RolledBack));
        }
    }
}
