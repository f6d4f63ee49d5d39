using GrayFlags.Fleet.Tests.EndToEnd;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

[TestFixture]
internal sealed class PostgreSqlFleetTests : FleetContract
{
    private const string Reader = "fleet_reader";

    protected override void AddStore(IGrayFlagsBuilder builder, string document) => Add(builder, document, PostgresServer.Owner);

    protected override void AddReader(IGrayFlagsBuilder builder, string document) => Add(builder, document, Reader);

    protected override Task AllowReadingAsync() => PostgresSetUp.Server.ExecuteAsync(
        $"""
        DO $$ BEGIN CREATE ROLE {Reader} LOGIN PASSWORD '{PostgresServer.Password.Replace("'", "''", StringComparison.Ordinal)}';
            EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        GRANT USAGE ON SCHEMA grayflags TO {Reader};
        GRANT SELECT ON ALL TABLES IN SCHEMA grayflags TO {Reader};
        """);

    private static void Add(IGrayFlagsBuilder builder, string document, string user) => builder.AddPostgreSql(options =>
    {
        options.ConnectionString = PostgresSetUp.Server.ConnectionString(user);
        options.Document = document;
    });

    protected override Task LoseLogAsync(string document) => PostgresSetUp.Server.ExecuteAsync("DELETE FROM grayflags.log WHERE namespace = $1", document);
}
