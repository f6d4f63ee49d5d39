using System.Net;
using System.Net.Sockets;
using GrayFlags.Fleet.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>A connection that does not come: the exception and the status say the reason in words, and have no secret.</summary>
internal sealed class PostgreSqlConnectionTests
{
    private static PostgresServer Server => PostgresSetUp.Server;

    [OneTimeSetUp]
    public async Task CreateRolesAsync()
    {
        var password = PostgresServer.Password.Replace("'", "''", StringComparison.Ordinal);
        await Server.ExecuteAsync($"CREATE ROLE bystander NOLOGIN PASSWORD '{password}'");
        await Server.ExecuteAsync($"CREATE ROLE crowd LOGIN CONNECTION LIMIT 0 PASSWORD '{password}'");
    }

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("port", static () => $"Host=127.0.0.1;Port={FreePort()};Username=a;Password=hunter2;SSL Mode=Disable", "refuses connections");
        yield return Case("host", static () => "Host=nowhere.invalid;Username=a;Password=hunter2", "has no address");
        yield return Case("password", static () => Server.ConnectionString() + ";Password=hunter2", "does not know the user or the password");
        yield return Case("user", static () => Server.ConnectionString("nobody"), "does not know the user or the password");
        yield return Case("no password", static () => Server.ConnectionString() + ";Password=", "asks for a password");
        yield return Case("role without login", static () => Server.ConnectionString("bystander"), "does not let this user in");
        yield return Case("database", static () => Server.ConnectionString() + ";Database=nowhere", "no database of this name");
        yield return Case("too many", static () => Server.ConnectionString("crowd"), "no connection left");
        yield return Case("TLS", static () => Server.ConnectionString() + ";SSL Mode=Require", "no TLS session");
        yield return Case("several hosts", static () => $"Host=127.0.0.1:{FreePort()},127.0.0.1:{FreePort()};Username=a;Password=hunter2", "None of the hosts");

        static TestCaseData Case(string name, Func<string> address, string said) => new TestCaseData(address, said).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Failure_IsSaidByExceptionAndStatus(Func<string> address, string said)
    {
        var options = new PostgreSqlOptions { ConnectionString = address(), CommandTimeout = TimeSpan.FromSeconds(30) };
        await using var store = new PostgreSqlDocumentStore(options);

        Assert.That(
            () => store.ReadLatestAsync("shop", default),
            Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>().With.Message.Contains(said));
        using var node = GrayEvaluator.Create(builder => builder.AddPostgreSql(o =>
        {
            (o.ConnectionString, o.Document, o.CommandTimeout) = (options.ConnectionString, "shop", options.CommandTimeout);
        }));
        var reason = "";
        await Eventually.TrueAsync(
            () => (reason = node.Status.Providers.Single(static provider => provider.Name == "store:shop").Reason ?? "").Length > 0,
            "the status says something");
        Assert.That(reason, Does.Contain(said).And.Not.Contains("hunter2").And.Not.Contains("s3cret"));
    }

    [TestCase("Host=db;Passwort=hunter2", "entry 2 has the keyword 'passwort', where 'Password' is probably meant")]
    [TestCase("Host=db;Usernmae=hunter2", "entry 2 has the keyword 'usernmae', where 'Username' is probably meant")]
    [TestCase("Host=db;Password=hunter2;Port=hunter2", "the value of its entry 3, 'Port', cannot be read")]
    [TestCase("Host=db;SSL Mode=hunter2", "the value of its entry 2, 'SSL Mode', cannot be read")]
    public void ConnectionString_WithASlip_NamesTheKeyword(string given, string said) => Assert.That(
        () => new PostgreSqlDocumentStore(new PostgreSqlOptions { ConnectionString = given }),
        Throws.ArgumentException.With.Message.Contains(said).And.Message.Not.Contains("hunter2"));

    // What stands before the next equals sign is a part of the password.
    [TestCase("Host=db;Password=abc;hunter2=ghi", "entry 3 has no known keyword")]
    [TestCase("Host=db;Password=abc;hunter2", "cannot be read")]
    [TestCase("postgres://owner:hunter2@db/shop", "cannot be read")]
    public void ConnectionString_WithAPasswordThatIsCut_ShowsNothingOfIt(string given, string said) => Assert.That(
        () => new PostgreSqlDocumentStore(new PostgreSqlOptions { ConnectionString = given }),
        Throws.ArgumentException.With.Message.Contains(said).And.Message.Not.Contains("hunter2").And.Message.Not.Contains("ghi"));

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
