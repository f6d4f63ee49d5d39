using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
    [LoggerMessage(220, LogLevel.Information, "The event stream of {Provider} is connected: changes are noticed at once.")]
    public static partial void StreamListening(ILogger logger, string provider);

    [LoggerMessage(221, LogLevel.Warning, "The event stream of {Provider} is disconnected: {Reason}; polling continues, and the connection is retried.")]
    public static partial void StreamLost(ILogger logger, string provider, string reason);

    [LoggerMessage(222, LogLevel.Warning,
        "The event stream of {Provider} has failed {Count} times in a row, the last time because {Reason}; only polling remains, and the connection " +
        "is retried from time to time.")]
    public static partial void StreamGivenUp(ILogger logger, string provider, int count, string reason);
}
