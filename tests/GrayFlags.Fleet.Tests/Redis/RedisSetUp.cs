using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>One server for all tests of this namespace that do not harm it. Each test has a name of its own there.</summary>
[SetUpFixture]
internal sealed class RedisSetUp
{
    private static RedisServer? _server;
    private static ConnectionMultiplexer? _connection;
    private static ConnectionMultiplexer? _other;
    private static int _next;

    public static RedisServer Server => _server!;

    public static IConnectionMultiplexer Connection => _connection!;

    /// <summary>One of two connections in turn.</summary>
    public static IConnectionMultiplexer NextConnection() => Interlocked.Increment(ref _next) % 2 == 0 ? _connection! : _other!;

    public static RedisOptions OptionsOf(string name) => new() { Document = name, CommandTimeout = TimeSpan.FromSeconds(30) };

    /// <summary>The options of a test: nobody else has its name.</summary>
    public static RedisOptions NewOptions() => OptionsOf(Guid.NewGuid().ToString("N"));

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await RedisServer.StartAsync();
        _connection = await _server.ConnectAsync();
        _other = await _server.ConnectAsync();
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        foreach (var connection in new[] { _connection, _other }.OfType<ConnectionMultiplexer>())
        {
            await connection.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
