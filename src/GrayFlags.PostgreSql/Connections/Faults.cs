using System.Net.Sockets;
using System.Security.Authentication;
using GrayFlags.Engines;
using Npgsql;

namespace GrayFlags.PostgreSql.Connections;

/// <summary>The answers of PostgreSQL when it does not do what it was asked, and what follows from each.</summary>
internal static class Faults
{
    private const string WhatToDo = "raise Maximum Pool Size, or give GrayFlags a ConnectionString of its own.";

    /// <summary>True when the same call may succeed at once: another transaction was in the way.</summary>
    public static bool IsContention(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>True when the connection is broken, or its session is: another one may work.</summary>
    public static bool IsBrokenConnection(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            || state.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException => exception.InnerException is IOException or SocketException,
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
            return EngineFailure.Plain(new InvalidOperationException(
                $"The schema '{schema}' of GrayFlags is not in this database, or a part of it is missing: run schema.sql of the package " +
                $"GrayFlags.PostgreSql, or set {nameof(PostgreSqlOptions)}.{nameof(PostgreSqlOptions.CreateSchema)} for a role that may create it.",
                exception));
        }

        return exception is not PostgresException { SqlState: var state } refusal ? null : state switch
        {
            PostgresErrorCodes.InsufficientPrivilege => EngineFailure.Plain(new UnauthorizedAccessException(
                $"The role of the connection lacks a right in the schema '{schema}' of GrayFlags ({refusal.MessageText}): " +
                "give it the rights that docs/postgresql.md names.",
                exception)),
            PostgresErrorCodes.ReadOnlySqlTransaction => EngineFailure.Plain(new InvalidOperationException(
                "The server takes no writes: it is a standby, or its transactions are read-only. Connect to the primary, for example by " +
                "'Target Session Attributes=primary' in the connection string.",
                exception)),
            PostgresErrorCodes.NumericValueOutOfRange => EngineFailure.Plain(new InvalidDataException(
                $"A number in the table heads or counters of the schema '{schema}' is at the end of its range: somebody else has written it. " +
                "Set it to the last number that was given: of heads, to the greatest position in the table log or removals.",
                exception)),
            PostgresErrorCodes.UniqueViolation => EngineFailure.Plain(new InvalidDataException(
                $"The tables of the schema '{schema}' contradict each other: somebody else has written to them. Set document_heads to the greatest version " +
                "in documents, and heads to the greatest position in log and in removals.",
                exception)),
            _ => null,
        };
    }

    /// <summary>True when all connections of the pool were in use for as long as Npgsql waits for one.</summary>
    public static bool IsPoolUsedUp(NpgsqlException exception) =>
        exception is { InnerException: TimeoutException } && exception.Message.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal);

    /// <summary>The exception for <see cref="IsPoolUsedUp"/>.</summary>
    /// <param name="most">The size of the pool.</param>
    /// <param name="exception">Npgsql's.</param>
    public static IOException PoolUsedUp(int most, NpgsqlException exception) => Unreachable(
        $"No connection to PostgreSQL has become free: all of the pool (Maximum Pool Size={most}) are in use: {WhatToDo}", exception);

    /// <summary>The exception for a call whose time was over before it had a connection.</summary>
    /// <param name="timeout">The time.</param>
    /// <param name="most">The size of the pool.</param>
    /// <param name="exception">The exception at its end.</param>
    public static TimeoutException NoConnection(TimeSpan timeout, int most, Exception exception) => EngineFailure.Plain(new TimeoutException(
        $"There was no connection to PostgreSQL within {timeout.TotalSeconds:0.#} s: all of the pool (Maximum Pool Size={most}) are in use, or the server "
            + $"takes none. If PostgreSQL answers others: {WhatToDo}",
        exception));

    /// <summary>The exception that says why there is no connection, in words that have no address and no password; null when nothing is known of it.</summary>
    public static Exception? ExplainConnection(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } => Refused(
            "PostgreSQL does not know the user or the password: correct them in the connection string or the data source.", exception),
        PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } => Refused(
            "PostgreSQL does not let this user in: check that the role exists and may log in, and that pg_hba.conf lets it in from here.", exception),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => Refused(
            "PostgreSQL has no database of this name: correct it in the connection string or the data source, or create it.", exception),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => Unreachable(
            "PostgreSQL has no connection left: raise its max_connections, or lower Maximum Pool Size.", exception),
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } => Unreachable(
            "PostgreSQL is starting or stopping: it answers once that is done.", exception),
        NpgsqlException when exception.InnerException is AuthenticationException
            || exception.Message.StartsWith("SSL connection requested", StringComparison.Ordinal) => Unreachable(
            "There is no TLS session with PostgreSQL: check SSL Mode, the certificates and the host's name.", exception),
        NpgsqlException when exception.Message.StartsWith("No password", StringComparison.Ordinal) => Refused(
            "PostgreSQL asks for a password: give one in the connection string or the data source.", exception),
        NpgsqlException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => Unreachable(
            "The host of PostgreSQL refuses connections at its port: check that PostgreSQL runs there.", exception),
        NpgsqlException { InnerException: SocketException inner } when HasNoAddress(inner) => NoAddress(exception),
        SocketException failure when HasNoAddress(failure) => NoAddress(exception),
        NpgsqlException when exception.InnerException is AggregateException
            || exception.Message.StartsWith("No suitable host", StringComparison.Ordinal) => Unreachable(
            "None of the hosts of PostgreSQL is there and takes writes: check their addresses, and which one is the primary.", exception),
        NpgsqlException { InnerException: SocketException or IOException } or SocketException => Unreachable(
            "PostgreSQL cannot be reached: check its address, and what stands between.", exception),
        _ => null,
    };

    private static bool HasNoAddress(SocketException failure) =>
        failure.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain;

    private static IOException NoAddress(Exception exception) => Unreachable("The host of PostgreSQL has no address: check its name.", exception);

    private static UnauthorizedAccessException Refused(string message, Exception exception) =>
        EngineFailure.Plain(new UnauthorizedAccessException(message, exception));

    private static IOException Unreachable(string message, Exception exception) => EngineFailure.Plain(new IOException(message, exception));
}
