using GrayFlags.Fleet.Tests.Contract;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>The log in PostgreSQL keeps the contract of all engines.</summary>
public sealed class PostgreSqlRolloutLogTests : RolloutLogContract
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(PostgresSetUp.App));

    [OneTimeTearDown]
    public async Task EndAsync() => await _source.DisposeAsync();

    protected override Task<IRolloutLog> OpenAsync(string name) =>
        Task.FromResult<IRolloutLog>(new PostgreSqlRolloutLog(_source, new PostgreSqlOptions { Document = name, CommandTimeout = TimeSpan.FromSeconds(30) }));

    protected override async Task<bool> AgeAsync(string name, TimeSpan by)
    {
        await PostgresSetUp.Server.ExecuteAsync("UPDATE grayflags.log SET at = at - $2 WHERE namespace = $1", name, by);
        return true;
    }

    protected override async Task<bool> LoseLogAsync(string name)
    {
        await PostgresSetUp.Server.ExecuteAsync("DELETE FROM grayflags.log WHERE namespace = $1", name);
        return true;
    }

    protected override Task MoveEndAsync(string name, long by) =>
        PostgresSetUp.Server.ExecuteAsync("UPDATE grayflags.heads SET last = last + $2 WHERE namespace = $1 AND kind = 'log'", name, by);
}
