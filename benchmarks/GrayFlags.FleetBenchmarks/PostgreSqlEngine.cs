using System.Globalization;
using Fleet;
using Npgsql;

namespace GrayFlags.FleetBenchmarks;

/// <summary>A private PostgreSQL. Statements are transactions: each of the library's calls is one.</summary>
internal sealed class PostgreSqlEngine : IEngine
{
    private readonly PrivateServer _server;
    private readonly NpgsqlDataSource _source;

    private PostgreSqlEngine(PrivateServer server)
    {
        _server = server;
        _source = NpgsqlDataSource.Create(server.ConnectionString + ";Maximum Pool Size=60");
    }

    public string Name => "PostgreSQL";

    public static async Task<PostgreSqlEngine> StartAsync() => new(await PrivateServer.StartAsync());

    // A pool for all, as nodes of a fleet have a pooler before the server: its default is 100 connections, and each node listens on one.
    public void AddTo(IGrayFlagsBuilder builder, string document)
    {
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(builder.Services, _source);
        builder.AddPostgreSql(options =>
        {
            options.Document = document;
            options.CreateSchema = true;
        });
    }

    public async Task<long> CountAsync()
    {
        await using var command = _source.CreateCommand("select xact_commit from pg_stat_database where datname = current_database()");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }
}
