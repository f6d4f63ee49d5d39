using GrayFlags.Fleet.Tests.Contract;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>Rows that somebody has deleted.</summary>
[TestFixture]
internal sealed class PostgreSqlLostHalfTests : LostHalfContract
{
    protected override string Address => PostgresSetUp.Server.ConnectionString();

    protected override IDocumentStore Open() => new PostgreSqlDocumentStore(new PostgreSqlOptions
    {
        ConnectionString = Address, CommandTimeout = TimeSpan.FromSeconds(30),
    });

    protected override void AddStore(IGrayFlagsBuilder builder, string document) => builder.AddPostgreSql(options =>
    {
        options.ConnectionString = Address;
        options.Document = document;
    });

    protected override Task LoseAsync(string name, LostHalf half) => PostgresSetUp.Server.ExecuteAsync(
        half switch
        {
            LostHalf.Texts => "DELETE FROM grayflags.documents WHERE name = $1",
            LostHalf.NewestText => "DELETE FROM grayflags.documents WHERE name = $1"
                + " AND version = (SELECT version FROM grayflags.document_heads WHERE name = $1)",
            _ => "DELETE FROM grayflags.document_heads WHERE name = $1",
        },
        name);
}
