using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.WebBenchmarks.Dashboard;

/// <summary>The share of a core that a server spends on viewers of its dashboard when nothing happens, beside the same server without any.</summary>
/// <remarks>A page that is open holds a stream of events, which beats every 15 seconds, and asks for nothing until an event comes.</remarks>
internal static class DashboardRun
{
    public const string Command = "dashboard";
    public const string Serve = "dashboard-serve";

    private const string Rules = """
        { "flags": {
            "plain": true, "half": { "rules": { "r": { "percentage": 50 } } },
            "checkout": { "rollout": { "stages": [{ "name": "canary", "percentage": 10, "hold": "30.00:00:00" }, { "name": "all", "percentage": 100 }],
              "guards": { "errors": { "metric": "error" } } } } } }
        """;

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(40);

    /// <summary>Serves until the standard input ends; answers each line with the CPU time so far.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var rules = new InMemoryRuleProvider();
        rules.SetJson(Rules);
        builder.Services.AddGrayFlags()
            .AddProvider(rules)
            .AddRolloutStore(new InMemoryRolloutStore())
            .AddDashboard(static options => options.AllowAnonymousRead = true);
        await using var app = builder.Build();
        app.MapGrayDashboard("/flags");
        await app.StartAsync().ConfigureAwait(false);
        Console.WriteLine(app.Urls.First());
        while (Console.ReadLine() is not null)
        {
            using var self = Process.GetCurrentProcess();
            Console.WriteLine(self.TotalProcessorTime.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static async Task RunAsync(TextWriter output, int viewers, int seconds)
    {
        var program = Environment.GetCommandLineArgs()[0];
        string[] arguments = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [program, Serve] : [Serve];
        using var server = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var sockets = new List<Socket>(viewers);
        try
        {
            var port = new Uri((await server.StandardOutput.ReadLineAsync().ConfigureAwait(false))!).Port;

            // Whatever is compiled for the first viewers is not the price of idling: two beats of each, and the compiler in the background.
            await IdleStreams.OpenAsync(sockets, "/flags/api/events", port, viewers, "data: ").ConfigureAwait(false);
            await Task.Delay(Warm).ConfigureAwait(false);
            var with = await ShareAsync(server, seconds).ConfigureAwait(false);
            sockets.ForEach(static socket => socket.Dispose());
            await Task.Delay(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
            var without = await ShareAsync(server, seconds).ConfigureAwait(false);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{viewers} idle viewers over {seconds} s: {with:0.00} % of a core; nobody: {without:0.00} %"));
        }
        finally
        {
            sockets.ForEach(static socket => socket.Dispose());
            server.StandardInput.Close();
            if (!server.WaitForExit(TimeSpan.FromSeconds(30)))
            {
                server.Kill();
            }
        }
    }

    private static async Task<double> ShareAsync(Process server, int seconds)
    {
        var (before, began) = (Ask(server), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
        return 100 * (Ask(server) - before) / Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Ask(Process server)
    {
        server.StandardInput.WriteLine();
        return double.Parse(server.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }
}
