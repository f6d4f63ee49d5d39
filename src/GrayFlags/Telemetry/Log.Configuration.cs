using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
    [LoggerMessage(210, LogLevel.Error, "{Provider} has changed, but the change could not be passed on.")]
    public static partial void ConfigurationChangeFailed(ILogger logger, string provider, Exception exception);

    [LoggerMessage(212, LogLevel.Error, "{Provider} gives no token that tells of changes; they are not seen.")]
    public static partial void ConfigurationNotWatched(ILogger logger, string provider, Exception exception);

    // The status gives a one-word reason; exceptions of the configuration's own code may quote values, hence Debug.
    [LoggerMessage(211, LogLevel.Debug, "{Provider} could not be read.")]
    public static partial void ConfigurationUnreadable(ILogger logger, string provider, Exception exception);
}
