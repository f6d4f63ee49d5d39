using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace GrayFlags.FleetBenchmarks;

/// <summary>A private Redis. A script counts as one command.</summary>
internal sealed class RedisEngine : IEngine
{
    private readonly Process _process;
    private readonly string _configuration;
    private readonly ConnectionMultiplexer _connection;

    private RedisEngine(Process process, string configuration, ConnectionMultiplexer connection) =>
        (_process, _configuration, _connection) = (process, configuration, connection);

    public string Name => "Redis";

    public static async Task<RedisEngine> StartAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        listener.Stop();
        string[] arguments = ["--port", port, "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()];
        var process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        var configuration = $"127.0.0.1:{port},abortConnect=false";
        return new RedisEngine(process, configuration, await ConnectionMultiplexer.ConnectAsync(configuration + ",allowAdmin=true"));
    }

    public void AddTo(IGrayFlagsBuilder builder, string document) => builder.AddRedis(options =>
    {
        options.Configuration = _configuration;
        options.Document = document;
    });

    public async Task<long> CountAsync()
    {
        var statistics = await _connection.GetServers()[0].InfoAsync("stats");
        var text = statistics.SelectMany(group => group).First(entry => entry.Key == "total_commands_processed").Value;
        return long.Parse(text, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
