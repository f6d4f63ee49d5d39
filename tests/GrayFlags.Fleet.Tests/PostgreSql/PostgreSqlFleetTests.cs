using GrayFlags.Fleet.Tests.EndToEnd;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

[TestFixture]
internal sealed class PostgreSqlFleetTests : FleetContract
{
    protected override void AddStore(IGrayFlagsBuilder builder, string document) => builder.AddPostgreSql(options =>
    {
        options.ConnectionString = PostgresSetUp.Server.ConnectionString();
        options.Document = document;
    });

    protected override Task LoseLogAsync(string document) => PostgresSetUp.Server.ExecuteAsync("DELETE FROM grayflags.log WHERE namespace = $1", document);
}
