using GrayFlags.Fleet.Tests.Kit;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>The tables: by whom they are created, and what is said when they are not as they should be.</summary>
internal sealed class PostgreSqlSchemaTests
{
    private static PostgresServer Server => PostgresSetUp.Server;

    [Test]
    public async Task CreateSchema_FiftyNodesAtOnce_AllServe()
    {
        const string Schema = "fifty_Nodes";
        var versions = await Task.WhenAll(Enumerable.Range(0, 50).Select(node => Task.Run(async () =>
        {
            await using var log = new PostgreSqlRolloutLog(Options(Schema, create: true));
            await log.AppendAsync(Samples.Batch(node + 1, 1), default);
            return (await log.ReadLogAsync(1, default)).Last;
        })));

        Assert.That(versions, Is.All.Positive);
        Assert.That(await Server.AskAsync<long>($"SELECT last FROM \"{Schema}\".heads"), Is.EqualTo(50));
    }

    // The owner has run the script: an app that could create the tables, if it might, finds them.
    [Test]
    public async Task CreateSchema_RoleWithoutDdlAndTablesAreThere_Serves()
    {
        await using var log = new PostgreSqlRolloutLog(Options("grayflags", PostgresSetUp.App, create: true));

        Assert.That(await log.ReadAsync(default), Is.Empty);
    }

    [Test]
    public async Task CreateSchema_RoleMayNot_SaysWhatToDo()
    {
        await using var log = new PostgreSqlRolloutLog(Options("not_allowed", PostgresSetUp.App, create: true));

        Assert.That(() => log.ReadAsync(default), Throws.InstanceOf<UnauthorizedAccessException>().With.Message.Contains("docs/postgresql.md"));
    }

    // Somebody else has created an empty schema for the role.
    [Test]
    public async Task CreateSchema_RoleOwnsAnEmptySchema_CreatesTheTables()
    {
        await Server.ExecuteAsync($"CREATE SCHEMA owned AUTHORIZATION {PostgresSetUp.App}");
        await using var log = new PostgreSqlRolloutLog(Options("owned", PostgresSetUp.App, create: true));

        Assert.That(await log.ReadAsync(default), Is.Empty);
    }

    [Test]
    public async Task Script_RunAgain_ChangesNothing()
    {
        await Server.ExecuteAsync(PostgreSqlSchema.GetScript("again"));
        await using var log = new PostgreSqlRolloutLog(Options("again"));
        await log.WriteAsync(Samples.Record(), default);

        await Server.ExecuteAsync(PostgreSqlSchema.GetScript("again"));

        Assert.That(await log.ReadAsync(default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Schema_Missing_SaysWhatToRun()
    {
        await using var log = new PostgreSqlRolloutLog(Options("missing"));

        Assert.That(() => log.ReadAsync(default), Throws.InvalidOperationException.With.Message.Contains("schema.sql").And.Message.Contains("'missing'"));
        await Server.ExecuteAsync(PostgreSqlSchema.GetScript("missing"));
        Assert.That(await log.ReadAsync(default), Is.Empty, "it is looked for again");
    }

    [TestCase("UPDATE other_format.format SET version = 2", "newer")]
    [TestCase("UPDATE other_format.format SET version = 0", "schema.sql")]
    [TestCase("DELETE FROM other_format.format", "schema.sql")]
    public async Task Schema_OfAnotherFormat_SaysSo(string change, string said)
    {
        await Server.ExecuteAsync(PostgreSqlSchema.GetScript("other_format"));
        await Server.ExecuteAsync(change);
        await using var log = new PostgreSqlRolloutLog(Options("other_format", create: true));

        Assert.That(() => log.ReadAsync(default), Throws.InvalidOperationException.With.Message.Contains(said));
    }

    [Test]
    public async Task Server_ReadOnly_ReadsAndSaysWhereToWrite()
    {
        await using var source = NpgsqlDataSource.Create(Server.ConnectionString(options: "-c default_transaction_read_only=on"));
        await using var log = new PostgreSqlRolloutLog(source, new PostgreSqlOptions());

        Assert.That(await log.ReadAsync(default), Is.Empty);
        Assert.That(() => log.WriteAsync(Samples.Record(), default), Throws.InvalidOperationException.With.Message.Contains("primary"));
        Assert.That(() => log.AppendAsync(Samples.Batch(1, 1), default), Throws.InvalidOperationException.With.Message.Contains("primary"));
    }

    [Test]
    public async Task Role_MayOnlyRead_ReadsAndSaysThatARightIsMissing()
    {
        await Server.ExecuteAsync(
            "CREATE ROLE reader LOGIN PASSWORD '" + PostgresServer.Password.Replace("'", "''", StringComparison.Ordinal) + "';" +
            "GRANT USAGE ON SCHEMA grayflags TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA grayflags TO reader");
        await using var store = new PostgreSqlDocumentStore(Options("grayflags", "reader"));

        Assert.That(await store.ReadLatestAsync("nothing", default), Is.Null);
        Assert.That(() => store.JoinAsync("nothing", new DocumentMember("a", 0, 1, "1"), default), Throws.InstanceOf<UnauthorizedAccessException>());
    }

    // Neither arrays nor JSON nor TLS: the least that a data source can do is enough.
    [Test]
    public async Task DataSource_Slim_DoesEverything()
    {
        await using var source = new NpgsqlSlimDataSourceBuilder(Server.ConnectionString(PostgresSetUp.App)).Build();
        var options = new PostgreSqlOptions { Document = "slim" };
        await using var log = new PostgreSqlRolloutLog(source, options);
        await using var store = new PostgreSqlDocumentStore(source, options);

        await log.WriteAsync(Samples.Record(), default);
        await log.AppendAsync(Samples.Batch(1, 1), default);
        await log.AddRemovalsAsync([new RolloutRemoval("a", 1, Samples.Noon, Samples.Noon.AddYears(90))], default);
        await log.WriteCheckpointAsync(new RolloutCheckpoint { Flag = "a", Id = "b", Attempt = 1, Position = 1 }, default);
        await store.WriteAsync(new StoredDocument("slim", 1, default, "guo", "", Samples.Bytes(1)), 0, default);
        await store.JoinAsync("slim", new DocumentMember("a", 1, 1, "1"), default);

        Assert.That(await log.ReadAsync(default), Has.Count.EqualTo(1));
        Assert.That((await log.ReadLogAsync(1, default)).Entries, Has.Count.EqualTo(1));
        Assert.That((await log.ReadRemovalsAsync(0, default)).Removals, Has.Count.EqualTo(1));
        Assert.That(await log.ReadCheckpointAsync("a", "b", 1, default), Is.Not.Null);
        Assert.That(await store.ReadAsync("slim", null, default), Is.Not.Null);
        Assert.That(await store.ReadMembersAsync("slim", default), Has.Count.EqualTo(1));
    }

    private static PostgreSqlOptions Options(string schema, string user = PostgresServer.Owner, bool create = false) => new()
    {
        ConnectionString = Server.ConnectionString(user) + ";Maximum Pool Size=1",
        Schema = schema,
        CreateSchema = create,
        CommandTimeout = TimeSpan.FromSeconds(30),
    };
}
