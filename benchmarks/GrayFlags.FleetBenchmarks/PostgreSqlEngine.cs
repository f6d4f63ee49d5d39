using System.Globalization;
using Fleet;
using Npgsql;

namespace GrayFlags.FleetBenchmarks;

/// <summary>A private PostgreSQL. What is counted are transactions: each of the library's calls is one, in one round trip.</summary>
internal sealed class PostgreSqlEngine : IEngine
{
    private readonly PrivateServer _server;
    private readonly NpgsqlDataSource _source;

    private PostgreSqlEngine(PrivateServer server)
    {
        _server = server;

        // The reset of a connection before it is used again goes out with the call, and would be counted as another transaction.
        _source = NpgsqlDataSource.Create(server.ConnectionString + ";Maximum Pool Size=60;No Reset On Close=true");
    }

    public string Name => "PostgreSQL";

    public string Kind => NodeProcess.PostgreSql;

    public string Connection => _server.ConnectionString;

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
