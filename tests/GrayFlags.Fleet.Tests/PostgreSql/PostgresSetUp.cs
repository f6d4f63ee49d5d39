using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>Starts one server for all tests of PostgreSQL, and ends it.</summary>
[SetUpFixture]
internal sealed class PostgresSetUp
{
    /// <summary>A role with the rights that the page names, and no others.</summary>
    public const string App = "shop";

    private static PostgresServer? _server;

    public static PostgresServer Server => _server ?? throw new InvalidOperationException("The server is not started.");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await PostgresServer.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => _server?.Kill();
        await _server.ExecuteAsync(PostgreSqlSchema.GetScript());
        await _server.ExecuteAsync($"CREATE ROLE {App} LOGIN PASSWORD '{PostgresServer.Password.Replace("'", "''", StringComparison.Ordinal)}'");
        await _server.ExecuteAsync(Rights());
    }

    [OneTimeTearDown]
    public void End()
    {
        _server?.Dispose();
        _server = null;
    }

    private static string Rights()
    {
        const string Fence = "```sql";
        var page = File.ReadAllText(Repository.PathOf("docs/postgresql.md"));
        var from = page.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        return page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
