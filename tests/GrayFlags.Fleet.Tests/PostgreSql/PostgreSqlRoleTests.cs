using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Tests.Kit;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>The roles of docs/postgresql.md, by its own statements: what each may do, and that it may do nothing else.</summary>
internal sealed class PostgreSqlRoleTests
{
    private const string Truncation = "TRUNCATE {0}";

    private static readonly string[] Writes =
    [
        "INSERT INTO {0} SELECT * FROM {0} WHERE false", "UPDATE {0} SET {1} = {1} WHERE false", "DELETE FROM {0} WHERE false",
        Truncation,
    ];

    private static readonly (string Name, string Column)[] Tables =
    [
        ("format", "version"), ("heads", "last"), ("records", "body"), ("log", "payload"), ("members", "sequence"), ("counters", "last"),
        ("checkpoints", "state"), ("removals", "name"), ("document_heads", "version"), ("documents", "body"), ("document_members", "node"),
    ];

    private static readonly string[] Definitions =
    [
        "CREATE TABLE grayflags.another (id int)",
        "CREATE FUNCTION grayflags.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA another",
        "CREATE TABLE public.another (id int)",
        "ALTER TABLE grayflags.documents ADD another int",
        "ALTER TABLE grayflags.documents DISABLE TRIGGER ALL",
        "CREATE INDEX another ON grayflags.documents (version)",
        "DROP TABLE grayflags.documents",
        "DROP SCHEMA grayflags CASCADE",
        "SELECT * FROM secrets.all_of_them",
        "DELETE FROM secrets.all_of_them",
    ];

    private static PostgresServer Server => PostgresSetUp.Server;

    // The blocks of the page in their order: an app, no publishing for it, a pipeline.
    private static string[] Blocks { get; } =
    [
        .. File.ReadAllText(Repository.PathOf("docs/postgresql.md")).Split("```sql").Skip(1)
            .Select(static block => block[..block.IndexOf("```", StringComparison.Ordinal)]),
    ];

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        Assert.That(Blocks, Has.Length.EqualTo(3));
        var password = PostgresServer.Password.Replace("'", "''", StringComparison.Ordinal);
        foreach (var role in (string[])["app", "quiet", "pipeline"])
        {
            await Server.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD '{password}'");
        }

        await Server.ExecuteAsync("CREATE SCHEMA secrets; CREATE TABLE secrets.all_of_them (id int)");
        await Server.ExecuteAsync(For("app", 0));
        await Server.ExecuteAsync(For("quiet", 0) + For("quiet", 1));
        await Server.ExecuteAsync(Blocks[2]);
    }

    [Test]
    public Task App_MayWriteRows_AndNothingElse() => OnlyAsync("app", static (table, write) => table != "format" && write != Truncation);

    [Test]
    public Task AppThatPublishesNothing_MayWriteRowsOfRollouts_AndNothingElse() => OnlyAsync(
        "quiet", static (table, write) => table is not ("format" or "documents" or "document_heads") && write != Truncation);

    [Test]
    public Task Pipeline_MayWriteDocuments_AndNothingElse() => OnlyAsync(
        "pipeline", static (table, write) => table is "documents" or "document_heads" && write != Truncation);

    [Test]
    public async Task AppThatPublishesNothing_ServesAndRollsOut()
    {
        var options = new PostgreSqlOptions { Document = "quiet" };
        await using var owner = Source(PostgresServer.Owner);
        await using var writer = new PostgreSqlDocumentStore(owner, options);
        await writer.WriteAsync(Document("quiet", 1), 0, default);
        await using var source = Source("quiet");
        await using var store = new PostgreSqlDocumentStore(source, options);
        await using var log = new PostgreSqlRolloutLog(source, options);

        await store.JoinAsync("quiet", new DocumentMember("a", 1, 1, "1"), default);
        await log.WriteAsync(Samples.Record(), default);
        await log.AppendAsync(Samples.Batch(1, 1), default);
        await log.AddRemovalsAsync([new RolloutRemoval("a", 1, Samples.Noon, Samples.Noon.AddYears(90))], default);
        await log.WriteCheckpointAsync(new RolloutCheckpoint { Flag = "a", Id = "b", Attempt = 1, Position = 1 }, default);
        await log.TakeNumberAsync("members", default);
        await log.TrimAsync(1, default);

        Assert.That(await store.ReadAsync("quiet", null, default), Is.Not.Null);
        foreach (var name in (string[])["quiet", "quiet.off"])
        {
            Assert.That(
                () => store.WriteAsync(Document(name, 2), name == "quiet" ? 1 : 0, default),
                Throws.InstanceOf<UnauthorizedAccessException>().With.Message.Contains("document_heads").And.Message.Contains("docs/postgresql.md"));
        }
    }

    [Test]
    public async Task Pipeline_PublishesAndTurnsOff()
    {
        await using var source = Source("pipeline");
        await using var store = new PostgreSqlDocumentStore(source, new PostgreSqlOptions());

        foreach (var name in (string[])["piped", "piped.off"])
        {
            Assert.That((await store.WriteAsync(Document(name, 1), 0, default)).IsWritten);
            Assert.That((await store.WriteAsync(Document(name, 2), 1, default)).IsWritten);
        }

        Assert.That(await store.ReadHistoryAsync("piped", long.MaxValue, 9, default), Has.Count.EqualTo(2));
        Assert.That(await store.ReadMembersAsync("piped", default), Is.Empty);
    }

    private static async Task OnlyAsync(string role, Func<string, string, bool> may)
    {
        await using var source = Source(role);
        await using var connection = await source.OpenConnectionAsync();
        var wrong = new List<string>();
        foreach (var (table, column) in Tables)
        {
            foreach (var write in Writes)
            {
                var statement = string.Format(null, write, $"grayflags.{table}", column);
                if (await IsAllowedAsync(connection, statement) != may(table, write))
                {
                    wrong.Add(statement);
                }
            }
        }

        foreach (var statement in Definitions)
        {
            if (await IsAllowedAsync(connection, statement))
            {
                wrong.Add(statement);
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    // What is allowed is taken back: other tests have rows there.
    private static async Task<bool> IsAllowedAsync(NpgsqlConnection connection, string statement)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (PostgresException exception)
        {
            // Rows that are there already, or none: the right was there.
            return exception.SqlState != PostgresErrorCodes.InsufficientPrivilege;
        }
    }

    private static string For(string role, int block) => Blocks[block].Replace(" shop;", $" {role};", StringComparison.Ordinal);

    private static NpgsqlDataSource Source(string role) => NpgsqlDataSource.Create(Server.ConnectionString(role));

    private static StoredDocument Document(string name, long version) => new(name, version, default, "guo", "", Samples.Bytes(1));
}
