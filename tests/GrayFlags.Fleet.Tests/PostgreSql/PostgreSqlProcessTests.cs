using GrayFlags.Fleet.Tests.EndToEnd;
using GrayFlags.FleetBenchmarks;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

[TestFixture]
internal sealed class PostgreSqlProcessTests : ProcessContract
{
    protected override (string Kind, string Connection) Engine =>
        (NodeProcess.PostgreSql, PostgresSetUp.Server.ConnectionString() + ";Maximum Pool Size=4");

    protected override void AddStore(IGrayFlagsBuilder builder, string document) => builder.AddPostgreSql(options =>
    {
        options.ConnectionString = PostgresSetUp.Server.ConnectionString();
        options.Document = document;
    });
}
