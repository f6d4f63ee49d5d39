using GrayFlags.Fleet.Tests.Contract;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>The store of documents in PostgreSQL keeps the contract of all engines.</summary>
public sealed class PostgreSqlDocumentStoreTests : DocumentStoreContract
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(PostgresSetUp.App));

    [OneTimeTearDown]
    public async Task EndAsync() => await _source.DisposeAsync();

    protected override Task<IDocumentStore> OpenAsync() =>
        Task.FromResult<IDocumentStore>(new PostgreSqlDocumentStore(_source, new PostgreSqlOptions { CommandTimeout = TimeSpan.FromSeconds(30) }));

    protected override async Task<bool> AgeAsync(string name, TimeSpan by)
    {
        await PostgresSetUp.Server.ExecuteAsync("UPDATE grayflags.documents SET at = at - $2 WHERE name = $1", name, by);
        await PostgresSetUp.Server.ExecuteAsync("UPDATE grayflags.document_members SET seen_at = seen_at - $2 WHERE name = $1", name, by);
        return true;
    }
}
