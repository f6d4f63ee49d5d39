using System.Text.RegularExpressions;
using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.PostgreSql.Statements;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>Whatever the search_path of a role names first: no function and no type of it is taken for one of PostgreSQL's.</summary>
internal sealed partial class PostgreSqlSearchPathTests
{
    // What looks like a call: words of the language, which no schema has, and aliases before a list of columns.
    private static readonly string[] NoFunctions = ["coalesce", "greatest", "least", "extract", "stored", "given"];

    private static IEnumerable<string> Statements()
    {
        var sql = new Sql("grayflags");
        var statements = typeof(Sql).GetProperties().Where(static property => property.PropertyType == typeof(string))
            .Select(property => (string)property.GetValue(sql)!);
        return [.. statements, Script()];
    }

    [TestCaseSource(nameof(Statements))]
    public void Functions_AreNamedWithTheirSchema(string statement) => Assert.That(
        Call().Matches(statement).Select(static match => match.Groups[1].Value).Where(static name => !NoFunctions.Contains(name)),
        Is.Empty);

    [TestCaseSource(nameof(Statements))]
    public void Types_AreNamedWithTheirSchema_OrAreWordsOfTheLanguage(string statement)
    {
        Assert.That(Type().Matches(statement).Select(static match => match.Value), Is.Empty);
        Assert.That(statement, Does.Not.Match("COLLATE \""));
    }

    [Test]
    public async Task Role_WhoseSearchPathIsSomebodyElses_DoesEverything()
    {
        var functions = Statements().SelectMany(static statement => Qualified().Matches(statement)).Select(static match => match.Groups[1].Value).ToList();
        Assert.That(functions, Does.Contain("pg_notify").And.Contains("clock_timestamp"));
        await PostgresSetUp.Server.ExecuteAsync(
            """
            CREATE SCHEMA evil;
            CREATE FUNCTION evil.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS $f$ BEGIN RAISE 'evil'; END $f$;
            CREATE FUNCTION evil.pg_notify(text, text) RETURNS void LANGUAGE plpgsql AS $f$ BEGIN RAISE 'evil'; END $f$;
            CREATE FUNCTION evil.octet_length(bytea) RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RAISE 'evil'; END $f$;
            CREATE FUNCTION evil.sha256(bytea) RETURNS bytea LANGUAGE plpgsql AS $f$ BEGIN RAISE 'evil'; END $f$;
            CREATE FUNCTION evil.to_regclass(text) RETURNS regclass LANGUAGE plpgsql AS $f$ BEGIN RAISE 'evil'; END $f$;
            CREATE FUNCTION evil.to_regnamespace(text) RETURNS regnamespace LANGUAGE plpgsql AS $f$ BEGIN RAISE 'evil'; END $f$;
            CREATE FUNCTION evil.upper(text) RETURNS text LANGUAGE plpgsql AS $f$ BEGIN RAISE 'evil'; END $f$;
            CREATE FUNCTION evil.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE plpgsql AS $f$ BEGIN RAISE 'evil'; END $f$;
            CREATE FUNCTION evil.json_to_recordset(json) RETURNS SETOF record LANGUAGE plpgsql AS $f$ BEGIN RAISE 'evil'; END $f$;
            CREATE DOMAIN evil.text AS pg_catalog.text CHECK (value = 'evil');
            CREATE DOMAIN evil.bytea AS pg_catalog.bytea CHECK (value = 'evil'::pg_catalog.bytea);
            CREATE DOMAIN evil.timestamptz AS pg_catalog.timestamptz CHECK (value = 'infinity');
            CREATE DOMAIN evil.json AS pg_catalog.json CHECK (false);
            """);
        var options = new PostgreSqlOptions
        {
            ConnectionString = PostgresSetUp.Server.ConnectionString() + ";Search Path=\"evil,pg_catalog\"",
            Schema = "beside_evil",
            CreateSchema = true,
            Document = "evil",
            CommandTimeout = TimeSpan.FromSeconds(30),
        };
        await using var log = new PostgreSqlRolloutLog(options);
        await using var store = new PostgreSqlDocumentStore(options);
        var ear = new Ear();
        using var watch = store.Watch("evil", ear.Changed);

        await log.WriteAsync(Samples.Record(), default);
        await log.AppendAsync(Samples.Batch(1, 1), default);
        await log.AddRemovalsAsync([new RolloutRemoval("a", 1, Samples.Noon, Samples.Noon.AddYears(90))], default);
        await log.AddRemovalsAsync([new RolloutRemoval("A", 1, Samples.Noon, Samples.Noon.AddYears(90))], default);
        await log.WriteCheckpointAsync(new RolloutCheckpoint { Flag = "a", Id = "b", Attempt = 1, Position = 1 }, default);
        await log.TakeNumberAsync("members", default);
        await log.TrimAsync(1, default);
        var version = 0L;
        Assert.That(
            await ear.HearsAsync(() =>
            {
                version++;
                return store.WriteAsync(new StoredDocument("evil", version, default, "guo", "", Samples.Bytes(1)), version - 1, default);
            }),
            "it is notified of");
        await store.JoinAsync("evil", new DocumentMember("a", 1, 1, "1"), default);

        Assert.That(await log.ReadAsync(default), Has.Count.EqualTo(1));
        Assert.That((await log.ReadLogAsync(1, default)).Entries, Has.Count.EqualTo(1));
        Assert.That((await log.ReadRemovalsAsync(0, default)).Removals, Has.Count.EqualTo(1));
        Assert.That(await log.ReadCheckpointAsync("a", "b", 1, default), Is.Not.Null);
        Assert.That(await log.ReadCheckpointHeadAsync("a", "b", 1, default), Is.Not.Null);
        Assert.That(await store.ReadLatestAsync("evil", default), Is.Not.Null);
        Assert.That(await store.ReadHistoryAsync("evil", long.MaxValue, 9, default), Is.Not.Empty);
        Assert.That(await store.ReadMembersAsync("evil", default), Has.Count.EqualTo(1));
    }

    // Without what stands in quotes, and comments.
    private static string Script() => Regex.Replace(PostgreSqlSchema.GetScript(), "--.*", "");

    [GeneratedRegex("""(?<![\w."])([a-z_0-9]+)\s*\(""")]
    private static partial Regex Call();

    [GeneratedRegex("""(?<![\w.])(text|bytea|json|timestamptz)(?=[ ,)\n])""")]
    private static partial Regex Type();

    [GeneratedRegex("""pg_catalog\.([a-z_0-9]+)\(""")]
    private static partial Regex Qualified();
}
