using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Warning, "Changes of '{Path}' give no events, and are found by polling only: {Reason}")]
    public static partial void FileWatcherFailed(ILogger logger, string path, string reason);

    [LoggerMessage(201, LogLevel.Information, "Changes of '{Path}' give events again.")]
    public static partial void FileWatcherRestored(ILogger logger, string path);

    [LoggerMessage(202, LogLevel.Error, "Looking at '{Path}' failed; polling goes on. Logged once until it works again.")]
    public static partial void FileCheckFailed(ILogger logger, Exception exception, string path);
}
