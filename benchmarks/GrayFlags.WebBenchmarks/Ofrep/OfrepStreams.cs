using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace GrayFlags.WebBenchmarks.Ofrep;

/// <summary>Opens streams of events to a server in a process of its own, over HTTP/1.1 without TLS, and reads how much memory that takes.</summary>
internal static class OfrepStreams
{
    // What a server makes for its first connections is not theirs.
    private const int Warm = 100;

    /// <summary>Serves until the standard input ends; answers each line with the memory in use.</summary>
    public static async Task ServeAsync()
    {
        await using var app = OfrepSite.Build();
        await app.StartAsync().ConfigureAwait(false);
        Console.WriteLine(app.Urls.First());
        while (Console.ReadLine() is not null)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var self = Process.GetCurrentProcess();
            self.Refresh();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{self.WorkingSet64} {GC.GetTotalMemory(forceFullCollection: true)}"));
        }
    }

    public static async Task<string> MeasureAsync(string path, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in Environment.GetCommandLineArgs() is [var first, ..] && first.EndsWith(".dll", StringComparison.Ordinal)
            && Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [first, OfrepRun.Serve] : new[] { OfrepRun.Serve })
        {
            start.ArgumentList.Add(argument);
        }

        using var server = Process.Start(start)!;
        var sockets = new List<Socket>(count);
        try
        {
            var port = new Uri((await server.StandardOutput.ReadLineAsync().ConfigureAwait(false))!).Port;
            await IdleStreams.OpenAsync(sockets, path, port, Warm, "id: ").ConfigureAwait(false);
            var before = Ask(server);
            await IdleStreams.OpenAsync(sockets, path, port, Warm + count, "id: ").ConfigureAwait(false);
            var after = Ask(server);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{count} idle streams of {path}: {(after.Set - before.Set) / 1e6:0} MB of working set, {(after.Heap - before.Heap) / 1e6:0} MB of heap");
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
            server.StandardInput.Close();
            if (!server.WaitForExit(TimeSpan.FromSeconds(30)))
            {
                server.Kill();
            }
        }
    }

    private static (long Set, long Heap) Ask(Process server)
    {
        server.StandardInput.WriteLine();
        var parts = server.StandardOutput.ReadLine()!.Split(' ');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
