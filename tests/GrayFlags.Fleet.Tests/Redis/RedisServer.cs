using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Tests.Kit;
using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>A redis-server of a test's own, from the Debian package: on a free port of the loopback, in a temporary folder, gone when disposed.</summary>
internal sealed partial class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";
    private const int Kill = 9;
    private const int Continue = 18;
    private const int Stop = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly string _program;
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(string program, string[] arguments) => (_program, _arguments) = (program, arguments);

    public int Port { get; private set; }

    /// <summary>The configuration string of the client.</summary>
    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},allowAdmin=true,abortConnect=false");

    /// <summary>Starts a server without persistence, or as the arguments say. Where there is none, the test is ignored; in CI it fails.</summary>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        if (Programs.Find(Program) is not { } program)
        {
            Programs.Missing("redis-server is not installed: apt-get install redis-server");
            throw new InvalidOperationException();
        }

        var server = new RedisServer(program, arguments);
        try
        {
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection of its own to the server, as an administrator.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectAsync(Configuration);

    public static async Task<ConnectionMultiplexer> ConnectAsync(string configuration) => await ConnectionMultiplexer.ConnectAsync(configuration);

    /// <summary>Stops the process as it is: connections stay, and nothing answers.</summary>
    public void Freeze() => Signal(Stop);

    public void Thaw() => Signal(Continue);

    /// <summary>Ends the process at once, and starts another one at the same port and in the same folder.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        await RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _folder.Dispose();
    }

    private async Task RunAsync()
    {
        // A free port may be taken by somebody else before the server has it.
        for (var isFirst = Port == 0; !await TryRunAsync(isFirst || Port == 0);)
        {
            Assert.That(isFirst, Is.True, "the server did not start again");
        }
    }

    private async Task<bool> TryRunAsync(bool isNew)
    {
        Port = isNew ? FreePort() : Port;
        _process = Programs.Start(
            _program,
            [
                "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--loglevel", "warning",
                .. _arguments,
            ]);
        AppDomain.CurrentDomain.ProcessExit += End;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && !_process.HasExited;)
        {
            if (await AnswersAsync())
            {
                return true;
            }

            await Task.Delay(10);
        }

        await EndAsync();
        return false;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[1];
            return await client.GetStream().ReadAsync(answer) == 1 && (answer[0] == '+' || answer[0] == '-') && await IsLoadedAsync(client);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    private static async Task<bool> IsLoadedAsync(TcpClient client)
    {
        var rest = new byte[100];
        var length = await client.GetStream().ReadAsync(rest);
        return !System.Text.Encoding.ASCII.GetString(rest, 0, length).Contains("LOADING", StringComparison.Ordinal);
    }

    private async Task EndAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        if (_process is not null)
        {
            Signal(Kill);
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    private void End(object? sender, EventArgs arguments) => Signal(Kill);

    private void Signal(int signal)
    {
        if (_process is { HasExited: false })
        {
            _ = SignalCore(_process.Id, signal);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SignalCore(int process, int signal);
}
