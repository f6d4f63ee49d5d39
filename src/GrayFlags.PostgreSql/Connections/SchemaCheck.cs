using System.Data;
using GrayFlags.Engines;
using GrayFlags.PostgreSql.Statements;
using Npgsql;

namespace GrayFlags.PostgreSql.Connections;

/// <summary>Looks once whether the tables are of this format, and creates them where it may.</summary>
internal sealed class SchemaCheck(PostgreSqlOptions options, Sql sql, int timeout)
{
    // "GrayFlag": one number for all, since it is taken for moments only.
    private const long Lock = 0x47726179466C6167;

    private const int CreationTimeout = 30;

    private volatile bool _isDone;

    /// <summary>The time that a call may take: nodes that start together wait for the one that creates the tables.</summary>
    public TimeSpan TimeoutOf(TimeSpan call) =>
        _isDone || !options.CreateSchema || call.TotalSeconds > CreationTimeout ? call : TimeSpan.FromSeconds(CreationTimeout);

    /// <summary>Looks again next time, when the fault says that something is missing.</summary>
    public void Forget(Exception exception)
    {
        if (Faults.IsMissingSchema(exception))
        {
            _isDone = false;
        }
    }

    /// <exception cref="InvalidOperationException">The tables are of another format.</exception>
    public async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_isDone)
        {
            return;
        }

        // Not asked for first where nothing would follow: the fault says the same.
        if (options.CreateSchema && !await HasFormatAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            await CreateAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        var format = await Call.Of(sql.Format).ReadAsync(connection, timeout, ReadNumberAsync, cancellationToken).ConfigureAwait(false);
        if (format != PostgreSqlSchema.Format)
        {
            throw EngineFailure.Plain(new InvalidOperationException(format is null or < PostgreSqlSchema.Format
                ? $"The schema '{options.Schema}' of GrayFlags has format {format ?? 0}, and {PostgreSqlSchema.Format} is needed: " +
                    "run schema.sql of this version."
                : $"The schema '{options.Schema}' of GrayFlags has format {format}, of a newer version: this one knows {PostgreSqlSchema.Format}. " +
                    "Update GrayFlags.PostgreSql."));
        }

        _isDone = true;
    }

    private static async Task<int?> ReadNumberAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetInt32(0) : null;

    private Task<bool> HasFormatAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Call.Of(sql.HasFormat, Parameters.Text($"\"{options.Schema}\".format")).ReadAsync(
            connection,
            timeout,
            static async (reader, stop) => await reader.ReadAsync(stop).ConfigureAwait(false) && reader.GetBoolean(0),
            cancellationToken);

    private async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await Call.Of(sql.LockSchema, Parameters.Long(Lock)).RunAsync(connection, CreationTimeout, cancellationToken).ConfigureAwait(false);
            if (!await HasFormatAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                var script = new NpgsqlCommand(PostgreSqlSchema.GetScript(options.Schema), connection, transaction) { CommandTimeout = CreationTimeout };
                await using (script.ConfigureAwait(false))
                {
                    await script.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
