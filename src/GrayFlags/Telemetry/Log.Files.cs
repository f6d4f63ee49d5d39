using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Warning, "The file system reports no events for '{Path}'; changes are found by polling only: {Reason}")]
    public static partial void FileWatcherFailed(ILogger logger, string path, string reason);

    [LoggerMessage(201, LogLevel.Information, "The file system reports events for '{Path}' again.")]
    public static partial void FileWatcherRestored(ILogger logger, string path);

    [LoggerMessage(202, LogLevel.Error, "Checking '{Path}' failed; polling continues. Logged once until it works again.")]
    public static partial void FileCheckFailed(ILogger logger, Exception exception, string path);
}
