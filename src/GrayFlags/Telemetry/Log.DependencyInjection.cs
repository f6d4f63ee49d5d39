using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
    [LoggerMessage(130, LogLevel.Warning, "Some providers have not loaded within {Timeout}: the program starts without them, and what they would define is off until they have.")]
    public static partial void StartedBeforeFirstLoads(ILogger logger, TimeSpan timeout);
}
