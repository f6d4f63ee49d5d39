using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace GrayFlags.FleetBenchmarks;

/// <summary>A private Redis. What is counted is what the nodes send: a script is one command, whatever it calls on the server.</summary>
internal sealed class RedisEngine : IEngine
{
    private readonly Process _process;
    private readonly string _configuration;
    private readonly List<ConnectionMultiplexer> _connections = [];

    private RedisEngine(Process process, string configuration) => (_process, _configuration) = (process, configuration);

    public string Name => "Redis";

    public string Kind => NodeProcess.Redis;

    public string Connection => _configuration;

    public static RedisEngine Start()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        listener.Stop();
        string[] arguments = ["--port", port, "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()];
        var process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        var configuration = $"127.0.0.1:{port},abortConnect=false";
        return new RedisEngine(process, configuration);
    }

    // Each node has a connection of its own, as processes have.
    public void AddTo(IGrayFlagsBuilder builder, string document)
    {
        var connection = ConnectionMultiplexer.Connect(_configuration);
        _connections.Add(connection);
        builder.Services.AddSingleton<IConnectionMultiplexer>(connection);
        builder.AddRedis(options => options.Document = document);
    }

    public Task<long> CountAsync() => Task.FromResult(_connections.Sum(static connection => connection.OperationCount));

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
