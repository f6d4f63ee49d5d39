using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Tests.Kit;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>A cluster of the tests' own: in a folder that goes away, on a free port of the loopback address, without fsync.</summary>
internal sealed class PostgresServer : IDisposable
{
    /// <summary>With what a connection string has to quote.</summary>
    public const string Password = "s3cret;\"o'f pass=word";

    public const string Owner = "owner";

    private static readonly string? User = Environment.IsPrivilegedProcess ? "postgres" : null;

    private readonly TempFolder _folder = new();
    private readonly string _bin;
    private Process? _process;

    private PostgresServer(string bin)
    {
        _bin = bin;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Port = ((IPEndPoint)free.LocalEndpoint).Port;
    }

    public int Port { get; }

    private string Data => _folder["data"];

    /// <summary>Creates a cluster and starts it; the test is skipped where there is no PostgreSQL.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var bins = installed.OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"));
        var bin = Path.GetDirectoryName(Programs.Find("initdb", [.. bins]));
        if (bin is null || Programs.Find("postgres", bin) is null || (User is not null && Programs.Find("setpriv") is null))
        {
            Programs.Missing("There is no PostgreSQL here: install the package postgresql of Debian or Ubuntu.");
        }

        var server = new PostgresServer(bin!);
        try
        {
            await server.CreateAsync();
            await server.RunAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A connection string. The pool is small, so that many tests together stay below what the server allows.</summary>
    public string ConnectionString(string user = Owner, string? options = null, int? port = null) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port ?? Port,
        Username = user,
        Password = Password,
        Database = "postgres",
        MaxPoolSize = 20,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        Options = options,
    }.ConnectionString;

    public async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString() + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString() + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Stops every process of the server, as a machine that is suspended does: connections stay open and nothing answers.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Ends the server at once, without a farewell to its clients.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(30));
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts the server, and waits until it answers.</summary>
    public async Task RunAsync()
    {
        // What a killed server left: its processes are gone.
        File.Delete(Path.Combine(Data, "postmaster.pid"));
        (string program, string[] arguments) = AsUser(
            Path.Combine(_bin, "postgres"),
            "-D", Data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", Data, "-F", "-c", "full_page_writes=off",
            "-c", "max_connections=300", "-c", "shared_buffers=32MB", "-c", "log_min_messages=fatal", "-c", "autovacuum=off");
        _process = Programs.Start(program, arguments);
        _process.ErrorDataReceived += static (_, _) => { };
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Eventually.AnswersAsync(() => AskAsync<int>("SELECT 1"), "PostgreSQL starts");
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            SignalAsync("-CONT").GetAwaiter().GetResult();
        }

        Kill();
        _folder.Dispose();
    }

    private static (string Program, string[] Arguments) AsUser(string program, params string[] arguments) => User is null
        ? (program, arguments)
        : (Programs.Find("setpriv")!, ["--reuid", User, "--regid", User, "--clear-groups", "--", program, .. arguments]);

    private async Task CreateAsync()
    {
        var password = _folder.Write("password", Password);
        if (User is not null)
        {
            await Programs.RunAsync("/bin/chown", "-R", User, _folder.Path);
        }

        (string program, string[] arguments) = AsUser(
            Path.Combine(_bin, "initdb"), "-D", Data, "-U", Owner, "--pwfile", password, "--auth", "scram-sha-256", "-E", "UTF8", "--locale", "C", "-N");
        await Programs.RunAsync(program, arguments);
    }

    private async Task SignalAsync(string signal)
    {
        var parent = _process!.Id.ToString(CultureInfo.InvariantCulture);
        var children = (await File.ReadAllTextAsync($"/proc/{parent}/task/{parent}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // One that has ended by itself meanwhile is no fault.
        await Programs.RunAsync("/bin/sh", ["-c", "kill \"$@\" 2> /dev/null || true", "kill", signal, parent, .. children]);
    }
}
