using Microsoft.Extensions.Logging;

namespace GrayFlags.PostgreSql.Connections;

internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Warning, "The connection that listens for changes in PostgreSQL is lost: changes arrive by polling until it is there again.")]
    public static partial void ListenerLost(ILogger logger, Exception exception);

    [LoggerMessage(601, LogLevel.Information, "The connection that listens for changes in PostgreSQL is there again.")]
    public static partial void ListenerBack(ILogger logger);

    [LoggerMessage(602, LogLevel.Warning,
        "A notification of this node's own did not come back: a pooler between here and PostgreSQL swallows LISTEN, and changes are looked for every second. " +
        "Give GrayFlags a connection string that goes to PostgreSQL itself, or to a pooler in session mode. Logged once.")]
    public static partial void NotificationsSwallowed(ILogger logger);

    [LoggerMessage(603, LogLevel.Error, "A callback for changes in PostgreSQL threw.")]
    public static partial void CallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(604, LogLevel.Warning,
        "The pool for PostgreSQL has one connection (Maximum Pool Size=1), which cannot listen and answer: changes are looked for every second. Give " +
        "GrayFlags a larger pool to be told at once.")]
    public static partial void PoolOfOne(ILogger logger);
}
