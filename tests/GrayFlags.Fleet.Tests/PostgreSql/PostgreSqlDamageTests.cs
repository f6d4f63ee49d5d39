using GrayFlags.Fleet.Tests.Contract;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>Rows that somebody has overwritten.</summary>
public sealed class PostgreSqlDamageTests : DamageContract
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(PostgresSetUp.App));

    [OneTimeTearDown]
    public async Task EndAsync() => await _source.DisposeAsync();

    protected override IRolloutLog Open(string name) =>
        new PostgreSqlRolloutLog(_source, new PostgreSqlOptions { Document = name, CommandTimeout = TimeSpan.FromSeconds(30) });

    private protected override async Task DamageAsync(string name, StoredPart part, string content)
    {
        await PostgresSetUp.Server.ExecuteAsync(
            part switch
            {
                StoredPart.Record => "UPDATE grayflags.records SET body = $2 WHERE namespace = $1 AND flag = 'NEW-CHECKOUT'",
                StoredPart.Checkpoint => "UPDATE grayflags.checkpoints SET state = convert_to($2, 'UTF8') WHERE namespace = $1",
                StoredPart.Removal => $"UPDATE grayflags.removals SET {RemovalDamage(content)} WHERE namespace = $1 AND flag = 'NEW-CHECKOUT' AND unit = 2"
                    + " AND $2 IS NOT NULL",
                _ => "UPDATE grayflags.log SET payload = convert_to($2, 'UTF8') WHERE namespace = $1"
                    + " AND position = (SELECT last FROM grayflags.heads WHERE namespace = $1 AND kind = 'log')",
            },
            name,
            content);
    }

    // Its columns take no other text.
    private static string RemovalDamage(string content) => content switch
    {
        "" => "name = ''",
        { Length: < 20 } => $"until_ticks = {long.MaxValue}",
        { } text when text.EndsWith('}') => "at_ticks = -1",
        _ => $"name = $2",
    };
}
