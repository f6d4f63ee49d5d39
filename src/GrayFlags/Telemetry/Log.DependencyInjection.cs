using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
    [LoggerMessage(131, LogLevel.Warning,
        "Rules come over HTTP, but no StateDirectory is set: a program that starts while the address does not answer has no last known good rules, " +
        "and every flag is off until it does.")]
    public static partial void NothingIsSaved(ILogger logger);

    [LoggerMessage(130, LogLevel.Warning,
        "Some providers have not loaded within {Timeout}: the program starts without them, and what they would define is off until they have.")]
    public static partial void StartedBeforeFirstLoads(ILogger logger, TimeSpan timeout);
}
