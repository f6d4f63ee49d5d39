using System.Net;
using System.Net.Sockets;
using GrayFlags.Fleet.Tests.Kit;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>Nothing that is thrown, and so logged, has the password or a part of it.</summary>
internal sealed class PostgreSqlSecretTests
{
    private static readonly string[] Secrets = [PostgresServer.Password, "s3cret", "pass=word", "Password="];

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("wrong password", server => With(server.ConnectionString("nobody")));
        yield return Case("no such server", _ => With($"Host=127.0.0.1;Port={FreePort()};Username=a;Password={Quoted};SSL Mode=Disable"));
        yield return Case("no such host", _ => With($"Host=nowhere.invalid;Username=a;Password={Quoted}"));
        yield return Case("no such database", server => With(server.ConnectionString() + ";Database=nowhere"));
        yield return Case("no such schema", server => With(server.ConnectionString(), schema: "nowhere"));
        yield return Case("no right", server => With(server.ConnectionString(PostgresSetUp.App), schema: "nowhere_either", create: true));
        yield return Case("read-only", server => With(server.ConnectionString(options: "-c default_transaction_read_only=on")));
        yield return Case("no quotes", _ => With("Host=127.0.0.1;Password=" + PostgresServer.Password));
        yield return Case("a key that is none", _ => With($"Host=127.0.0.1;Passwort={Quoted}"));
        yield return Case("a URL", _ => With("postgres://owner:s3cret@127.0.0.1/postgres"));
        yield return Case("a port that is none", _ => With("Host=127.0.0.1;Port=s3cret"));
        yield return Case("TLS that is none", _ => With("Host=127.0.0.1;SSL Mode=s3cret"));

        static TestCaseData Case(string name, Func<PostgresServer, PostgreSqlOptions> options) => new TestCaseData(options).SetArgDisplayNames(name);
    }

    private static string Quoted => "\"" + PostgresServer.Password.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    [TestCaseSource(nameof(Faults))]
    public async Task Exception_HasNoSecret(Func<PostgresServer, PostgreSqlOptions> options)
    {
        Exception? thrown = null;
        try
        {
            await using var log = new PostgreSqlRolloutLog(options(PostgresSetUp.Server));
            await log.WriteAsync(Samples.Record(id: $"{Guid.NewGuid():N}"), default);
        }
        catch (Exception exception)
        {
            thrown = exception;
        }

        Assert.That(thrown, Is.Not.Null);
        Assert.That(Secrets.Where(secret => thrown!.ToString().Contains(secret, StringComparison.OrdinalIgnoreCase)), Is.Empty, $"{thrown}");
    }

    private static PostgreSqlOptions With(string connectionString, string schema = "grayflags", bool create = false) =>
        new() { ConnectionString = connectionString, Schema = schema, CreateSchema = create, CommandTimeout = TimeSpan.FromSeconds(10) };

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
