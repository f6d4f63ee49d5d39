using Npgsql;

namespace GrayFlags.PostgreSql.Connections;

/// <summary>The answers of PostgreSQL when it does not do what it was asked, and what follows from each.</summary>
internal static class Faults
{
    /// <summary>True when the same call may succeed at once: another transaction was in the way.</summary>
    public static bool IsContention(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>True when the connection is broken, or its session is: another one may work.</summary>
    public static bool IsBrokenConnection(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            || state.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException => exception.InnerException is IOException or System.Net.Sockets.SocketException,
        ObjectDisposedException or InvalidOperationException => false,
        _ => exception is IOException,
    };

    /// <summary>True when tables are missing.</summary>
    public static bool IsMissingSchema(Exception exception) =>
        exception is PostgresException
        {
            SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn,
        };

    /// <summary>The exception that says what to do; null when the fault's own says enough.</summary>
    public static Exception? Explain(Exception exception, string schema)
    {
        if (IsMissingSchema(exception))
        {
            return new InvalidOperationException(
                $"The schema '{schema}' of GrayFlags is not in this database, or a part of it is missing: run schema.sql of the package " +
                $"GrayFlags.PostgreSql, or set {nameof(PostgreSqlOptions)}.{nameof(PostgreSqlOptions.CreateSchema)} for a role that may create it.",
                exception);
        }

        return exception is not PostgresException { SqlState: var state } ? null : state switch
        {
            PostgresErrorCodes.InsufficientPrivilege => new UnauthorizedAccessException(
                $"The role of the connection may not use the schema '{schema}' of GrayFlags: give it the rights that docs/postgresql.md names.", exception),
            PostgresErrorCodes.ReadOnlySqlTransaction => new InvalidOperationException(
                "The server takes no writes: it is a standby, or its transactions are read-only. Connect to the primary, for example by " +
                "'Target Session Attributes=primary' in the connection string.",
                exception),
            _ => null,
        };
    }
}
