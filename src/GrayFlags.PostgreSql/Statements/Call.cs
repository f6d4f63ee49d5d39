using Npgsql;

namespace GrayFlags.PostgreSql.Statements;

/// <summary>Statements that go to PostgreSQL at once, and as one transaction.</summary>
internal sealed class Call
{
    private readonly List<(string Sql, NpgsqlParameter[] Parameters)> _statements = [];

    public static Call Of(string sql, params NpgsqlParameter[] parameters) => new Call().Then(sql, parameters);

    public Call Then(string sql, params NpgsqlParameter[] parameters)
    {
        _statements.Add((sql, parameters));
        return this;
    }

    /// <summary>Runs it, without an answer.</summary>
    /// <returns>The number of rows that it has changed.</returns>
    public async Task<int> RunAsync(NpgsqlConnection connection, int timeout, CancellationToken cancellationToken)
    {
        var batch = Prepare(connection, timeout);
        await using (batch.ConfigureAwait(false))
        {
            return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs it, and reads its answers.</summary>
    public async Task<T> ReadAsync<T>(
        NpgsqlConnection connection, int timeout, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var batch = Prepare(connection, timeout);
        await using (batch.ConfigureAwait(false))
        {
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var answer = await read(reader, cancellationToken).ConfigureAwait(false);

                // A statement behind the one that was read may have failed: then nothing of it was done.
                while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
                {
                }

                return answer;
            }
        }
    }

    // The parameters are copied: a second try needs its own.
    private NpgsqlBatch Prepare(NpgsqlConnection connection, int timeout)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = timeout };
        foreach (var (sql, parameters) in _statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(parameter.Clone());
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
