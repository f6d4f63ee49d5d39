using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
    [LoggerMessage(220, LogLevel.Information, "The stream of events of {Provider} is up: changes are seen at once.")]
    public static partial void StreamListening(ILogger logger, string provider);

    [LoggerMessage(221, LogLevel.Warning, "The stream of events of {Provider} is down: {Reason}; polling goes on, and the stream is tried again.")]
    public static partial void StreamLost(ILogger logger, string provider, string reason);

    [LoggerMessage(222, LogLevel.Warning,
        "The stream of events of {Provider} has failed {Count} times in a row, the last time because {Reason}; there is polling only, and the stream " +
        "is tried again now and then.")]
    public static partial void StreamGivenUp(ILogger logger, string provider, int count, string reason);
}
