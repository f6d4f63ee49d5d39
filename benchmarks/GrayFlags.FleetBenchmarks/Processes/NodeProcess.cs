using System.Diagnostics;
using System.Globalization;

namespace GrayFlags.FleetBenchmarks;

/// <summary>A process of a fleet, seen from outside. Thread-safe.</summary>
internal sealed class NodeProcess : IDisposable
{
    public const string Flag = "checkout";
    public const string Connection = "FLEET_CONNECTION";
    public const string PostgreSql = "postgresql";
    public const string Redis = "redis";
    public const string Calls = "calls";
    public const string Succeed = "succeed";
    public const string Fail = "fail";

    private readonly Process _process;
    private readonly Lock _gate = new();
    private (long Timestamp, NodeSight Sight)? _last;

    private NodeProcess(Process process) => _process = process;

    /// <summary>The latest view; null before the first.</summary>
    public NodeSight? Sight
    {
        get
        {
            lock (_gate)
            {
                return _last?.Sight;
            }
        }
    }

    /// <summary>The time at which it saw that, by the machine's monotonic clock.</summary>
    public long SeenAt
    {
        get
        {
            lock (_gate)
            {
                return _last?.Timestamp ?? 0;
            }
        }
    }

    /// <summary>The document of a rollout whose first stage has 5 % and lasts for longer than any measurement.</summary>
    public static string Rollout(string id) => Rollout(id, """{ "name": "few", "percentage": 5, "hold": "10:00:00" }""");

    /// <summary>The document of a rollout whose first stages are these; the last one is for all.</summary>
    public static string Rollout(string id, string stages) => $$"""
        { "flags": { "{{Flag}}": { "rollout": { "id": "{{id}}",
            "stages": [{{stages}}, { "name": "all", "percentage": 100 }], "settle": "00:00:01",
            "guards": { "errors": { "metric": "error", "onBreach": "rollback" } }, "health": { "splitMismatch": "none", "silentArm": "none" } } } } }
        """;

    /// <summary>Starts one.</summary>
    /// <param name="program">The assembly of this program.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="connection">Its connection, which is not among the arguments: those are seen by everybody.</param>
    /// <param name="document">The name of the document.</param>
    /// <param name="name">The name of the node.</param>
    public static NodeProcess Start(string program, string engine, string connection, string document, string name)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        Array.ForEach([program, "node", engine, document, name], start.ArgumentList.Add);
        start.Environment[Connection] = connection;

        // Ten of them start at once: what costs most then is compiled in a hurry, and the memory of ten heaps.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_GCHeapCount"] = "1";
        var node = new NodeProcess(Process.Start(start)!);
        node._process.OutputDataReceived += (_, line) => node.Take(line.Data);
        node._process.BeginOutputReadLine();
        return node;
    }

    /// <summary>Makes it call as often, in both arms, or as successes or failures of the canary.</summary>
    public void Tell(string what, int count) => _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {count}"));

    /// <summary>Kills it, without a word.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null && NodeSight.TryRead(line) is { } seen)
        {
            lock (_gate)
            {
                _last = seen;
            }
        }
    }
}
