using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Fleet;

/// <summary>A PostgreSQL: one that was given, or a private one in a temporary folder, which ends with the program.</summary>
internal sealed class PrivateServer : IAsyncDisposable
{
    private const string Superuser = "postgres";
    private const int Tries = 100;

    private readonly Process? _process;
    private readonly string? _folder;

    private PrivateServer(string connectionString, Process? process, string? folder) =>
        (ConnectionString, _process, _folder) = (connectionString, process, folder);

    public string ConnectionString { get; }

    public static PrivateServer Given(string connectionString) => new(connectionString, null, null);

    /// <summary>Starts a private one from Debian's package postgresql, or any other place where initdb is found.</summary>
    public static async Task<PrivateServer> StartAsync()
    {
        var programs = Programs() ?? throw new InvalidOperationException(
            "There is no PostgreSQL on this machine: install the package postgresql, or name one of yours by --connection \"Host=…\".");
        var folder = Directory.CreateTempSubdirectory("grayflags-fleet-").FullName;
        var port = FreePort();
        if (Environment.UserName == "root")
        {
            // PostgreSQL refuses to run as root; Debian's package has made the user.
            await RunAsync("chown", Superuser, folder);
        }

        var data = Path.Combine(folder, "data");
        await RunAsync(Command(Path.Combine(programs, "initdb"), "-D", data, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
        var process = Process.Start(Quiet(Command(
            Path.Combine(programs, "postgres"), "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture), "-k", folder, "-F", "-h", "127.0.0.1")))!;
        var server = new PrivateServer($"Host=127.0.0.1;Port={port};Username={Superuser};Database={Superuser}", process, folder);
        await server.UntilItAnswersAsync();
        Console.WriteLine($"A private PostgreSQL runs on port {port}.");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            await using var source = NpgsqlDataSource.Create(ConnectionString);
            await using var command = source.CreateCommand("drop schema if exists grayflags_sample cascade");
            await command.ExecuteNonQueryAsync();
            return;
        }

        NpgsqlConnection.ClearAllPools();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder!, recursive: true);
    }

    private static string? Programs()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).Select(folder => Path.Combine(folder, "bin")) : [];
        var path = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return folders.OrderDescending().Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static string[] Command(params string[] command) => Environment.UserName == "root" ? ["runuser", "-u", Superuser, "--", .. command] : command;

    private static ProcessStartInfo Quiet(string[] command) => new(command[0], command[1..])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    };

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(Quiet(command))!;
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {output}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task UntilItAnswersAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(ConnectionString);
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException && attempt < Tries)
            {
                await Task.Delay(100);
            }
        }
    }
}
